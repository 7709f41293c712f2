package io.setpoint.document;

/**
 * The name of a key says that it carries no property, whatever its value is.
 */
final class NoPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String reason;

	NoPropertyException(String reason) {
		super(reason, null, false, false);
		this.reason = reason;
	}

	String reason() {
		return this.reason;
	}

}
