package io.setpoint.autoconfigure;

import io.setpoint.configdata.UnreadableLocationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Lists the keys that cannot be read as properties at start.
 */
class UnreadableLocationFailureAnalyzer extends AbstractFailureAnalyzer<UnreadableLocationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnreadableLocationException cause) {
		return new FailureAnalysis(Sentences.list(
				"The location '" + cause.getLocation()
						+ "' holds keys that are no properties, and there is no last good state of them:",
				cause.getProblems()), "Correct or delete the keys in etcd, and start again.", cause);
	}

}
