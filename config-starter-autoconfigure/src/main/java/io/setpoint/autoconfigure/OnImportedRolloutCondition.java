package io.setpoint.autoconfigure;

import io.setpoint.configdata.ImportSession;
import io.setpoint.rollout.imports.ImportedRollouts;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where a configuration is imported by {@code rollout:}.
 */
class OnImportedRolloutCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Imported rollout");
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		ImportSession session = (beanFactory != null) ? ImportSession.of(beanFactory) : null;
		if (!ImportedRollouts.of(session).isEmpty()) {
			return ConditionOutcome.match(message.foundExactly("a 'rollout:' location"));
		}
		return ConditionOutcome.noMatch(message.because("'spring.config.import' names no 'rollout:' location"));
	}

}
