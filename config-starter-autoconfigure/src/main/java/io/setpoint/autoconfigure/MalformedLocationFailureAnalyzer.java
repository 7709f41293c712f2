package io.setpoint.autoconfigure;

import io.setpoint.configdata.MalformedLocationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Suggests how to write an import.
 */
class MalformedLocationFailureAnalyzer extends AbstractFailureAnalyzer<MalformedLocationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MalformedLocationException cause) {
		String endpoint = cause.getEndpoint();
		if (endpoint != null) {
			return new FailureAnalysis(cause.getMessage() + ".", "Write '" + cause.getSuggestion()
					+ "' in 'spring.config.import', and '" + endpoint + "' in 'setpoint.etcd.endpoints'.", cause);
		}
		return new FailureAnalysis(cause.getMessage() + ".",
				"Write '" + cause.getSuggestion()
						+ "' in 'spring.config.import', or 'etcd:' alone for the conventional locations. "
						+ "Where etcd is belongs into 'setpoint.etcd.endpoints'.",
				cause);
	}

}
