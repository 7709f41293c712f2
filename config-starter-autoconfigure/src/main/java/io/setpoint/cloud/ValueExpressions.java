package io.setpoint.cloud;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The {@code @Value} expressions of a bean: on fields, constructors, methods and their
 * parameters.
 */
final class ValueExpressions {

	private final Set<String> expressions = new LinkedHashSet<>();

	private ValueExpressions() {
	}

	/**
	 * Find the expressions of a bean.
	 * @param type its class
	 * @param factoryMethod the method that creates it, if there is one
	 * @return its expressions
	 */
	static Set<String> of(@Nullable Class<?> type, @Nullable Executable factoryMethod) {
		ValueExpressions expressions = new ValueExpressions();
		if (factoryMethod != null) {
			expressions.addParameters(factoryMethod);
		}
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			Arrays.stream(declaring.getDeclaredFields()).forEach(expressions::add);
			Arrays.stream(declaring.getDeclaredConstructors()).forEach(expressions::addParameters);
			Arrays.stream(declaring.getDeclaredMethods()).forEach((method) -> {
				expressions.add(method);
				expressions.addParameters(method);
			});
		}
		return expressions.expressions;
	}

	private void addParameters(Executable executable) {
		Arrays.stream(executable.getParameters()).forEach(this::add);
	}

	private void add(AnnotatedElement element) {
		Value value = AnnotatedElementUtils.getMergedAnnotation(element, Value.class);
		if (value != null) {
			this.expressions.add(value.value());
		}
	}

}
