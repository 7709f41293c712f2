package io.setpoint.test;

/**
 * Thrown when an etcd process did not start or did not become ready. The message holds
 * the end of what it printed.
 *
 * @since 0.1.0
 */
public class EtcdStartException extends IllegalStateException {

	static final String PORT_TAKEN = "address already in use";

	private static final long serialVersionUID = 1L;

	private final boolean portTaken;

	EtcdStartException(String reason, String output) {
		super(reason + ". Its last output:\n" + output);
		this.portTaken = output.contains(PORT_TAKEN);
	}

	boolean isPortTaken() {
		return this.portTaken;
	}

}
