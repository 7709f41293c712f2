package io.setpoint.refresh;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Compares values of properties. Nested properties classes rarely have an {@code equals}
 * method, so they are compared property by property.
 */
final class JavaBeanDifference {

	private static final int MAX_DEPTH = 16;

	private JavaBeanDifference() {
	}

	static boolean isDifferent(@Nullable Object left, @Nullable Object right) {
		return isDifferent(left, right, 0);
	}

	/**
	 * Return whether a class is a nested properties class rather than a value.
	 * @param type the class
	 * @return {@code true} if its properties are looked into
	 */
	static boolean isNested(Class<?> type) {
		return !BeanUtils.isSimpleValueType(type) && !type.isArray() && !type.isRecord()
				&& !type.getName().startsWith("java.");
	}

	private static boolean isDifferent(@Nullable Object left, @Nullable Object right, int depth) {
		if (ObjectUtils.nullSafeEquals(left, right)) {
			return false;
		}
		if (left == null || right == null || depth > MAX_DEPTH) {
			return true;
		}
		if (left instanceof Map<?, ?> leftMap && right instanceof Map<?, ?> rightMap) {
			return isDifferent(leftMap, rightMap, depth);
		}
		if (left instanceof Collection<?> leftElements && right instanceof Collection<?> rightElements) {
			return isDifferent(leftElements, rightElements, depth);
		}
		return left.getClass() != right.getClass() || !isComparedByProperties(left.getClass())
				|| isDifferentBean(left, right, depth);
	}

	private static boolean isDifferent(Map<?, ?> left, Map<?, ?> right, int depth) {
		if (!left.keySet().equals(right.keySet())) {
			return true;
		}
		return left.entrySet()
			.stream()
			.anyMatch((entry) -> isDifferent(entry.getValue(), right.get(entry.getKey()), depth + 1));
	}

	private static boolean isDifferent(Collection<?> left, Collection<?> right, int depth) {
		if (left.size() != right.size() || left instanceof Set || right instanceof Set) {
			return true;
		}
		Iterator<?> rightElements = right.iterator();
		for (Object element : left) {
			if (isDifferent(element, rightElements.next(), depth + 1)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isComparedByProperties(Class<?> type) {
		return isNested(type) && !hasEquals(type) && !JavaBeanProperty.of(type).isEmpty();
	}

	private static boolean hasEquals(Class<?> type) {
		Method equals = ReflectionUtils.findMethod(type, "equals", Object.class);
		return equals != null && equals.getDeclaringClass() != Object.class;
	}

	private static boolean isDifferentBean(Object left, Object right, int depth) {
		return JavaBeanProperty.of(left.getClass())
			.stream()
			.anyMatch((property) -> isDifferent(property.get(left), property.get(right), depth + 1));
	}

}
