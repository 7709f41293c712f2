package io.setpoint.schema;

import java.beans.Introspector;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindConstructorProvider;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Finds the properties of a class in the way of Boot's binder: the parameters of its bind
 * constructor, or what it has setters for and getters of what can be filled.
 */
final class BoundProperties {

	private static final DefaultParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final ResolvableType type;

	private final Map<String, Accessors> accessors = new LinkedHashMap<>();

	private BoundProperties(ResolvableType type) {
		this.type = type;
	}

	/**
	 * Return the properties of a class.
	 * @param type the class
	 * @param method how it is bound, {@code null} if the binder decides
	 * @return its properties
	 */
	static List<BoundProperty> of(ResolvableType type, @Nullable BindMethod method) {
		Class<?> resolved = type.toClass();
		Constructor<?> constructor = (method != BindMethod.JAVA_BEAN)
				? BindConstructorProvider.DEFAULT.getBindConstructor(resolved, false) : null;
		if (constructor != null && !Modifier.isAbstract(resolved.getModifiers())) {
			return parameters(type, constructor);
		}
		return new BoundProperties(type).accessors(resolved);
	}

	private static List<BoundProperty> parameters(ResolvableType type, Constructor<?> constructor) {
		@Nullable String[] names = NAMES.getParameterNames(constructor);
		Parameter[] parameters = constructor.getParameters();
		List<BoundProperty> properties = new ArrayList<>();
		for (int i = 0; names != null && i < parameters.length; i++) {
			String member = Objects.requireNonNull(names[i]);
			String name = MergedAnnotations.from(parameters[i])
				.get(Name.class)
				.getValue(MergedAnnotation.VALUE, String.class)
				.orElse(member);
			properties.add(new BoundProperty(DataObjectPropertyName.toDashedForm(name), member,
					ResolvableType.forMethodParameter(new MethodParameter(constructor, i), type),
					parameters[i].getDeclaredAnnotations()));
		}
		return properties;
	}

	private List<BoundProperty> accessors(Class<?> resolved) {
		for (Class<?> declaring = resolved; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			add(declaring);
		}
		List<BoundProperty> properties = new ArrayList<>();
		this.accessors.forEach((member, found) -> {
			ResolvableType declared = found.type(this.type);
			if (found.setter != null || ScalarSchemas.isFilled(declared)) {
				properties.add(new BoundProperty(found.name(member), member, declared, found.annotations()));
			}
		});
		return properties;
	}

	private void add(Class<?> declaring) {
		List<Method> methods = Arrays.stream(declaring.getDeclaredMethods())
			.map(BridgeMethodResolver::findBridgedMethod)
			.distinct()
			.filter(BoundProperties::isCandidate)
			.sorted(Comparator.comparing(Method::getName))
			.toList();
		methods.forEach((method) -> addGetter(method, "is"));
		methods.forEach((method) -> addGetter(method, "get"));
		methods.forEach(this::addSetter);
		for (Field field : declaring.getDeclaredFields()) {
			Accessors found = this.accessors.get(field.getName());
			if (found != null && found.field == null) {
				found.field = field;
			}
		}
	}

	private static boolean isCandidate(Method method) {
		int unsuitable = Modifier.PRIVATE | Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.STATIC;
		return (method.getModifiers() & unsuitable) == 0 && !method.isBridge() && method.getName().indexOf('$') == -1;
	}

	private @Nullable Accessors accessors(Method method, String prefix, int parameters) {
		String name = method.getName();
		if (!name.startsWith(prefix) || name.length() == prefix.length() || method.getParameterCount() != parameters) {
			return null;
		}
		return this.accessors.computeIfAbsent(Introspector.decapitalize(name.substring(prefix.length())),
				(member) -> new Accessors());
	}

	private void addGetter(Method method, String prefix) {
		Accessors found = accessors(method, prefix, 0);
		if (found != null && (found.getter == null || found.getter.getName().startsWith("is"))) {
			found.getter = method;
		}
	}

	private void addSetter(Method method) {
		Accessors found = accessors(method, "set", 1);
		if (found != null && (found.setter == null || found.isBetter(method))) {
			found.setter = method;
		}
	}

	/**
	 * The methods and the field of one property.
	 */
	private static final class Accessors {

		private @Nullable Method getter;

		private @Nullable Method setter;

		private @Nullable Field field;

		private boolean isBetter(Method setter) {
			return this.getter != null && this.getter.getReturnType().equals(setter.getParameterTypes()[0]);
		}

		private ResolvableType type(ResolvableType declaring) {
			MethodParameter parameter = (this.setter != null) ? new MethodParameter(this.setter, 0)
					: new MethodParameter(Objects.requireNonNull(this.getter), -1);
			return ResolvableType.forMethodParameter(parameter, declaring);
		}

		private Annotation[] annotations() {
			return (this.field != null) ? this.field.getDeclaredAnnotations() : new Annotation[0];
		}

		private String name(String member) {
			String name = Arrays.stream(annotations())
				.filter(Name.class::isInstance)
				.map((annotation) -> ((Name) annotation).value())
				.findFirst()
				.orElse(member);
			return DataObjectPropertyName.toDashedForm(name);
		}

	}

}
