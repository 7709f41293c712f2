package io.setpoint.binding;

import java.beans.Introspector;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.ResolvableType;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Finds the properties of a setter-based class in the way of Boot's binder: by methods
 * that need not be public, from the class up to its superclasses, and with its choice
 * between methods of one name.
 */
final class JavaBeanProperties {

	private static final Map<Key, Collection<JavaBeanProperty>> cache = new ConcurrentReferenceHashMap<>();

	private final ResolvableType type;

	private final Map<String, JavaBeanProperty> properties = new LinkedHashMap<>();

	private JavaBeanProperties(ResolvableType type) {
		this.type = type;
	}

	/**
	 * Return the properties of an object that is bound.
	 * @param type its declared type
	 * @param actual its class
	 * @return its properties
	 */
	static Collection<JavaBeanProperty> of(ResolvableType type, Class<?> actual) {
		return cache.computeIfAbsent(new Key(type, actual), (key) -> find(type, actual));
	}

	private static Collection<JavaBeanProperty> find(ResolvableType type, Class<?> actual) {
		JavaBeanProperties found = new JavaBeanProperties(type);
		for (Class<?> declaring = actual; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			found.add(declaring);
		}
		return found.properties.values();
	}

	private void add(Class<?> declaring) {
		Method[] methods = methods(declaring);
		add(methods, "is", 0, JavaBeanProperty::addGetter);
		add(methods, "get", 0, JavaBeanProperty::addGetter);
		add(methods, "set", 1, JavaBeanProperty::addSetter);
		Field[] fields = declaring.getDeclaredFields();
		Arrays.sort(fields, Comparator.comparing(Field::getName));
		for (Field field : fields) {
			JavaBeanProperty property = this.properties.get(field.getName());
			if (property != null) {
				property.addField(field);
			}
		}
	}

	private static Method[] methods(Class<?> declaring) {
		Set<Method> methods = new LinkedHashSet<>();
		for (Method method : declaring.getDeclaredMethods()) {
			methods.add(BridgeMethodResolver.findBridgedMethod(method));
		}
		return methods.stream()
			.sorted(Comparator.comparing(Method::getName))
			.filter(JavaBeanProperties::isCandidate)
			.toArray(Method[]::new);
	}

	private static boolean isCandidate(Method method) {
		int unsuitable = Modifier.PRIVATE | Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.STATIC;
		return (method.getModifiers() & unsuitable) == 0 && !method.isBridge()
				&& method.getDeclaringClass() != Object.class && method.getName().indexOf('$') == -1;
	}

	private void add(Method[] methods, String prefix, int parameters, BiConsumer<JavaBeanProperty, Method> addition) {
		for (Method method : methods) {
			String name = method.getName();
			if (name.startsWith(prefix) && name.length() > prefix.length()
					&& method.getParameterCount() == parameters) {
				addition
					.accept(this.properties.computeIfAbsent(Introspector.decapitalize(name.substring(prefix.length())),
							(property) -> new JavaBeanProperty(property, this.type)), method);
			}
		}
	}

	private record Key(ResolvableType type, Class<?> actual) {
	}

}
