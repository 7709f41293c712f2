package io.setpoint.binding;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.util.ReflectionUtils;

/**
 * What the container calls when a bean has its properties: {@code @PostConstruct}
 * methods, {@code afterPropertiesSet}, init methods.
 *
 * @param methods the methods, in their order
 * @param onlyDerive whether all that they can do is to derive something from the
 * properties, so that they can be called on a second instance and once more
 */
record Callbacks(Collection<Method> methods, boolean onlyDerive) {

	private static final Set<String> POST_CONSTRUCT = Set.of("jakarta.annotation.PostConstruct",
			"javax.annotation.PostConstruct");

	static Callbacks of(Class<?> type, String... initMethodNames) {
		Map<String, Method> methods = new LinkedHashMap<>();
		Deque<Class<?>> hierarchy = new ArrayDeque<>();
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			hierarchy.push(declaring);
		}
		hierarchy.forEach((declaring) -> Arrays.stream(declaring.getDeclaredMethods())
			.filter(Callbacks::isPostConstruct)
			.forEach((method) -> methods.put(name(method), method)));
		if (InitializingBean.class.isAssignableFrom(type)) {
			add(type, "afterPropertiesSet", methods);
		}
		for (String name : initMethodNames) {
			add(type, name, methods);
		}
		return new Callbacks(List.copyOf(methods.values()),
				methods.values().stream().allMatch((method) -> Derivation.isAll(type, method)));
	}

	private static boolean isPostConstruct(Method method) {
		return method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers())
				&& Arrays.stream(method.getDeclaredAnnotations())
					.map(Annotation::annotationType)
					.anyMatch((annotation) -> POST_CONSTRUCT.contains(annotation.getName()));
	}

	private static String name(Method method) {
		return Modifier.isPrivate(method.getModifiers()) ? method.toString() : method.getName();
	}

	private static void add(Class<?> type, String name, Map<String, Method> methods) {
		Method method = ReflectionUtils.findMethod(type, name);
		if (method != null) {
			methods.putIfAbsent(name(method), method);
		}
	}

	boolean isEmpty() {
		return this.methods.isEmpty();
	}

	void call(Object bean) throws Exception {
		for (Method method : this.methods) {
			ReflectionUtils.makeAccessible(method);
			try {
				method.invoke(bean);
			}
			catch (InvocationTargetException ex) {
				ReflectionUtils.rethrowException(ex.getTargetException());
			}
		}
	}

}
