package io.setpoint.lastgood;

/**
 * The bytes of a snapshot are not what was written.
 */
class UntrustedSnapshotException extends Exception {

	private final String reason;

	UntrustedSnapshotException(String reason) {
		super(reason);
		this.reason = reason;
	}

	String reason() {
		return this.reason;
	}

}
