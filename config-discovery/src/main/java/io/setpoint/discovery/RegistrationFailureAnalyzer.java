package io.setpoint.discovery;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do when an instance cannot be registered.
 */
class RegistrationFailureAnalyzer extends AbstractFailureAnalyzer<RegistrationFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RegistrationFailedException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Start etcd or correct 'setpoint.etcd.endpoints', and grant the user's role the right to read and to"
						+ " write that key. To start without being registered, and be registered when that is possible,"
						+ " set 'setpoint.discovery.fail-fast=false'.",
				cause);
	}

}
