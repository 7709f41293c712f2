package io.setpoint.autoconfigure;

import java.util.Objects;

import io.setpoint.configdata.ImportSession;
import io.setpoint.rollout.imports.ImportedRollouts;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where a configuration is imported by {@code rollout:}. What is imported is
 * known before any configuration is parsed, so that auto-configurations for rollouts are
 * not even read where there are none.
 */
class OnImportedRolloutCondition extends SpringBootCondition
		implements AutoConfigurationImportFilter, BeanFactoryAware {

	private static final String ROLLOUTS = OnImportedRolloutCondition.class.getPackageName() + ".SetpointRollout";

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		ConfigurableListableBeanFactory factory = (ConfigurableListableBeanFactory) Objects
			.requireNonNull(this.beanFactory);
		ConditionOutcome outcome = outcome(factory);
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		for (int i = 0; i < matches.length; i++) {
			String name = autoConfigurationClasses[i];
			matches[i] = outcome.isMatch() || name == null || !name.startsWith(ROLLOUTS);
			if (!matches[i]) {
				ConditionEvaluationReport.get(factory)
					.recordConditionEvaluation(Objects.requireNonNull(name), this, outcome);
			}
		}
		return matches;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return outcome(context.getBeanFactory());
	}

	private static ConditionOutcome outcome(@Nullable ConfigurableListableBeanFactory beanFactory) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Imported rollout");
		ImportSession session = (beanFactory != null) ? ImportSession.of(beanFactory) : null;
		if (!ImportedRollouts.of(session).isEmpty()) {
			return ConditionOutcome.match(message.foundExactly("a 'rollout:' location"));
		}
		return ConditionOutcome.noMatch(message.because("'spring.config.import' names no 'rollout:' location"));
	}

}
