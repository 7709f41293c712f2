package io.setpoint.autoconfigure;

import io.setpoint.configdata.UnknownSslBundleException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says where an SSL bundle has to be defined.
 */
class UnknownSslBundleFailureAnalyzer extends AbstractFailureAnalyzer<UnknownSslBundleException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownSslBundleException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Define the bundle in a file, an environment variable or on the command line, or correct its name. "
						+ "A bundle that is a bean, or that is defined in etcd, comes too late.",
				cause);
	}

}
