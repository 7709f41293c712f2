package io.setpoint.autoconfigure;

import io.setpoint.configdata.InvalidSettingsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Lists the settings that are not valid, with where they are set and what to do.
 */
class InvalidSettingsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingsException cause) {
		return new FailureAnalysis(
				Sentences.list("Settings are not valid, so etcd cannot be read:", cause.getProblems()),
				Sentences.list("Correct the settings, and start again:", cause.getActions()), cause);
	}

}
