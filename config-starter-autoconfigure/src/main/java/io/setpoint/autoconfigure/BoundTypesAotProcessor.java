package io.setpoint.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import io.setpoint.binding.BoundTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Keeps in a native image what is looked at of bound types beyond what Spring Boot binds:
 * annotations and fields, callbacks, and the values that a property without a setter has.
 */
class BoundTypesAotProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Set<Class<?>> types = new LinkedHashSet<>();
		BoundTypes.of(beanFactory).forEach((bound) -> addHierarchy(bound.type(), types));
		return types.isEmpty() ? null
				: (context, code) -> types.forEach((type) -> register(type, context.getRuntimeHints().reflection()));
	}

	private static void addHierarchy(Class<?> type, Set<Class<?>> types) {
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			types.add(declaring);
		}
	}

	private static void register(Class<?> type, ReflectionHints hints) {
		hints.registerType(type, MemberCategory.ACCESS_DECLARED_FIELDS, MemberCategory.INVOKE_DECLARED_METHODS,
				MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
	}

}
