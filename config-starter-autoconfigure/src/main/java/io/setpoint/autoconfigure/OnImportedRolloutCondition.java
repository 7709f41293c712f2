package io.setpoint.autoconfigure;

import io.setpoint.configdata.ImportSession;
import io.setpoint.rollout.imports.ImportedRollouts;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where a configuration is imported by {@code rollout:}. What is imported is
 * known before any configuration is parsed, so that nothing else is even read.
 */
class OnImportedRolloutCondition extends SpringBootCondition {

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
