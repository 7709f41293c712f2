package io.setpoint.test;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when etcd did not answer a call or refused it. The message names the call and
 * etcd's reason, never a value.
 *
 * @since 0.1.0
 */
public class EtcdCallException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	EtcdCallException(String message, int status) {
		super(message);
		this.status = status;
	}

	EtcdCallException(String message, @Nullable Throwable cause) {
		super(message, cause);
		this.status = 0;
	}

	/**
	 * Return the HTTP status that etcd answered with.
	 * @return the status, or 0 when there was no answer
	 */
	public int status() {
		return this.status;
	}

}
