package io.setpoint.refresh;

import java.beans.Introspector;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ReflectionUtils;

/**
 * A property of a setter-based properties class, found the way Boot's binder finds them:
 * by methods that need not be public.
 */
final class JavaBeanProperty {

	private static final Map<Class<?>, Collection<JavaBeanProperty>> cache = new ConcurrentReferenceHashMap<>();

	private final String name;

	private @Nullable Method getter;

	private @Nullable Method setter;

	private @Nullable Field field;

	private JavaBeanProperty(String name) {
		this.name = name;
	}

	/**
	 * Return the properties of a class that can be read.
	 * @param type the class
	 * @return its properties
	 */
	static Collection<JavaBeanProperty> of(Class<?> type) {
		return cache.computeIfAbsent(type, JavaBeanProperty::find);
	}

	private static Collection<JavaBeanProperty> find(Class<?> type) {
		Map<String, JavaBeanProperty> properties = new LinkedHashMap<>();
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			List<Method> methods = candidates(declaring);
			methods.forEach((method) -> add(properties, method, "is", 0));
			methods.forEach((method) -> add(properties, method, "get", 0));
			methods.forEach((method) -> add(properties, method, "set", 1));
			for (Field field : declaring.getDeclaredFields()) {
				JavaBeanProperty property = properties.get(field.getName());
				if (property != null && property.field == null && !Modifier.isStatic(field.getModifiers())) {
					property.field = field;
				}
			}
		}
		return properties.values()
			.stream()
			.filter((property) -> property.getter != null || property.field != null)
			.toList();
	}

	private static List<Method> candidates(Class<?> type) {
		List<Method> candidates = new ArrayList<>();
		for (Method method : type.getDeclaredMethods()) {
			int modifiers = method.getModifiers();
			if (!Modifier.isPrivate(modifiers) && !Modifier.isProtected(modifiers) && !Modifier.isAbstract(modifiers)
					&& !Modifier.isStatic(modifiers) && !method.isBridge() && method.getName().indexOf('$') == -1) {
				candidates.add(method);
			}
		}
		candidates.sort(Comparator.comparing(Method::getName)
			.thenComparing((method) -> Arrays.toString(method.getParameterTypes())));
		return candidates;
	}

	private static void add(Map<String, JavaBeanProperty> properties, Method method, String prefix, int parameters) {
		String methodName = method.getName();
		if (methodName.startsWith(prefix) && methodName.length() > prefix.length()
				&& method.getParameterCount() == parameters) {
			String name = Introspector.decapitalize(methodName.substring(prefix.length()));
			JavaBeanProperty property = properties.computeIfAbsent(name, JavaBeanProperty::new);
			if (parameters == 0) {
				property.addGetter(method);
			}
			else {
				property.addSetter(method);
			}
		}
	}

	private void addGetter(Method method) {
		if (this.getter == null || this.getter.getName().startsWith("is")) {
			this.getter = method;
		}
	}

	private void addSetter(Method method) {
		boolean better = this.getter != null && this.getter.getReturnType().equals(method.getParameterTypes()[0])
				&& this.setter != null && !this.getter.getReturnType().equals(this.setter.getParameterTypes()[0]);
		if (this.setter == null || better) {
			this.setter = method;
		}
	}

	String name() {
		return this.name;
	}

	boolean isSettable() {
		return this.setter != null;
	}

	@Nullable Object get(Object bean) {
		if (this.getter != null) {
			ReflectionUtils.makeAccessible(this.getter);
			return ReflectionUtils.invokeMethod(this.getter, bean);
		}
		Field field = this.field;
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, bean);
	}

	void set(Object bean, @Nullable Object value) {
		if (this.setter != null) {
			ReflectionUtils.makeAccessible(this.setter);
			ReflectionUtils.invokeMethod(this.setter, bean, value);
		}
	}

}
