package io.setpoint.autoconfigure;

import io.setpoint.acceptance.InvalidConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Lists everything that is not valid at start, without the values.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class InvalidConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
		return new FailureAnalysis(
				Sentences.list("The configuration is not valid, and there is no last good state of it:",
						cause.getProblems()),
				"Correct the properties where they are set, and start again. Values are not shown, "
						+ "because they may be secret.",
				cause);
	}

}
