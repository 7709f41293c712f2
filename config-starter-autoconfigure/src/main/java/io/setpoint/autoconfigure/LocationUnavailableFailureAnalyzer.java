package io.setpoint.autoconfigure;

import io.setpoint.configdata.LocationUnavailableException;
import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.TlsFailedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains what to do when a location cannot be read at start.
 */
class LocationUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<LocationUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LocationUnavailableException cause) {
		String refusal = cause.getSnapshotRefusal();
		String description = "The location '" + cause.getLocation()
				+ "' cannot be read from etcd, and there is no last good state of it.%n%n    Reason: ".formatted()
				+ cause.getFailure().getMessage() + ((refusal != null) ? "%n    %s".formatted(refusal) : "");
		return new FailureAnalysis(description, action(cause), cause);
	}

	private static String action(LocationUnavailableException cause) {
		EtcdConnection connection = cause.getConnection();
		StoreException failure = cause.getFailure();
		if (failure instanceof AuthenticationFailedException) {
			return "Correct 'setpoint.etcd.user' and 'setpoint.etcd.password'"
					+ ((connection.user() != null) ? " (user '" + connection.user() + "')." : ", which are not set.");
		}
		if (failure instanceof PermissionDeniedException) {
			return permission(connection, prefix(cause));
		}
		if (failure instanceof TlsFailedException) {
			return "Correct the scheme of 'setpoint.etcd.endpoints' (%s), or the certificates "
				.formatted(String.join(", ", connection.endpoints()))
					+ "of the SSL bundle that 'setpoint.etcd.ssl.bundle' names.";
		}
		return unreachable(cause, connection);
	}

	private static String permission(EtcdConnection connection, String prefix) {
		String who = (connection.user() != null) ? "the user '" + connection.user() + "'"
				: "the user that 'setpoint.etcd.user' is to name";
		return "Grant a role of " + who + " the right to read the prefix:%n%n    ".formatted()
				+ "etcdctl role grant-permission <role> read --prefix=true " + prefix;
	}

	private static String prefix(LocationUnavailableException cause) {
		return cause.getLocation().substring(cause.getLocation().indexOf(':') + 1);
	}

	private static String unreachable(LocationUnavailableException cause, EtcdConnection connection) {
		return """
				Start etcd, or correct 'setpoint.etcd.endpoints' (%s). \
				To start without etcd, import 'optional:%s'; in a test, set 'setpoint.enabled=false'.%n%n\
				An application that has once run with etcd also starts while it is away, from the last good \
				state in 'setpoint.snapshot.directory', unless 'setpoint.snapshot.enabled' is false."""
			.formatted(String.join(", ", connection.endpoints()), cause.getLocation());
	}

}
