package io.setpoint.store;

import io.setpoint.store.EtcdErrors.Code;

/**
 * What etcd has said over its HTTP gateway.
 */
final class GatewayRefusalException extends RuntimeException {

	private final Code code;

	GatewayRefusalException(Code code, String message) {
		super(message);
		this.code = code;
	}

	/**
	 * Return whether a member has answered that it cannot serve, so that another one may.
	 * @param failure the failure of a call
	 * @return whether to ask another member
	 */
	static boolean isOfOneMember(StoreException failure) {
		return failure.getCause() instanceof GatewayRefusalException refusal
				&& EtcdErrors.isOfOneMember(refusal.code, refusal.getMessage());
	}

	/**
	 * Return whether it is the token that etcd does not take any more, and not the user.
	 * @param failure the failure of a call
	 * @return whether to log in again
	 */
	static boolean isOfToken(StoreException failure) {
		return failure.getCause() instanceof GatewayRefusalException refusal && (refusal.code == Code.UNAUTHENTICATED
				|| String.valueOf(refusal.getMessage()).contains("revision of auth store is old"));
	}

}
