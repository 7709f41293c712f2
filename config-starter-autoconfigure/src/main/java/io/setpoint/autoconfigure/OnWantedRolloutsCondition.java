package io.setpoint.autoconfigure;

import java.util.Set;

import io.setpoint.rollout.Rollouts;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where there are rollouts, and where somebody expects them: the endpoint is
 * exposed by its name. Whoever exposes all of them is no such witness.
 */
class OnWantedRolloutsCondition extends AnyNestedCondition {

	OnWantedRolloutsCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(Rollouts.class)
	static class Imported {

	}

	@Conditional(OnNamedEndpointCondition.class)
	static class Named {

	}

	static class OnNamedEndpointCondition extends SpringBootCondition {

		private static final String INCLUDE = "management.endpoints.web.exposure.include";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean named = Binder.get(context.getEnvironment())
				.bind(INCLUDE, Bindable.setOf(String.class))
				.orElse(Set.of())
				.contains("rollouts");
			return new ConditionOutcome(named, ConditionMessage.forCondition("Named endpoint")
				.because("'" + INCLUDE + "' " + (named ? "names" : "does not name") + " 'rollouts'"));
		}

	}

}
