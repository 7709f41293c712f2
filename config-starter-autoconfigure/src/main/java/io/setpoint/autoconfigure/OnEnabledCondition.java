package io.setpoint.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code setpoint.enabled} is any word for {@code false}. What is no word
 * for either matches, so that binding the settings says so.
 */
class OnEnabledCondition extends SpringBootCondition {

	private static final String NAME = "setpoint.enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean enabled = isEnabled(Binder.get(context.getEnvironment()));
		return new ConditionOutcome(enabled, "'" + NAME + "' is " + (enabled ? "not false" : "false"));
	}

	private static boolean isEnabled(Binder binder) {
		try {
			return binder.bind(NAME, boolean.class).orElse(true);
		}
		catch (BindException ex) {
			return true;
		}
	}

}
