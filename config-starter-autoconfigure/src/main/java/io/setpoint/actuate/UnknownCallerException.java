package io.setpoint.actuate;

/**
 * It is not known who asks, or it is somebody else than the caller says.
 */
final class UnknownCallerException extends RuntimeException {

	static final int UNAUTHORIZED = 401;

	static final int FORBIDDEN = 403;

	private final int status;

	UnknownCallerException(int status, String message) {
		super(message);
		this.status = status;
	}

	int status() {
		return this.status;
	}

}
