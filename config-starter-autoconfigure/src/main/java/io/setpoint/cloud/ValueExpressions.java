package io.setpoint.cloud;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation.Adapt;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The expressions of a bean that are resolved when it is created: those of its
 * {@code @Value} annotations, and whatever has a placeholder among the attributes of any
 * other annotation, on the class, on fields, constructors, methods and their parameters.
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
			expressions.add(factoryMethod);
			expressions.addParameters(factoryMethod);
		}
		if (type != null) {
			expressions.add(type);
		}
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			Arrays.stream(declaring.getDeclaredFields()).forEach(expressions::add);
			Arrays.stream(declaring.getDeclaredConstructors()).forEach((constructor) -> {
				expressions.add(constructor);
				expressions.addParameters(constructor);
			});
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
		MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream()
			.forEach((annotation) -> annotation.asMap(Adapt.ANNOTATION_TO_MAP).values().forEach(this::addAttribute));
	}

	private void addAttribute(Object value) {
		if (value instanceof String text) {
			addText(text);
		}
		else if (value instanceof String[] texts) {
			Arrays.stream(texts).forEach(this::addText);
		}
		else if (value instanceof Map<?, ?> nested) {
			nested.values().forEach(this::addAttribute);
		}
		else if (value instanceof Map<?, ?>[] nested) {
			Arrays.stream(nested).forEach(this::addAttribute);
		}
	}

	private void addText(String text) {
		if (text.contains("${") || text.contains("#{")) {
			this.expressions.add(text);
		}
	}

}
