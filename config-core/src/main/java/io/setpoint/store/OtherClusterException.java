package io.setpoint.store;

/**
 * Another cluster has answered than the one that is followed.
 */
final class OtherClusterException extends StoreException {

	private final long clusterId;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param clusterId the id of the cluster that has answered
	 */
	OtherClusterException(String message, long clusterId) {
		super(message, null);
		this.clusterId = clusterId;
	}

	long clusterId() {
		return this.clusterId;
	}

}
