package io.setpoint.configdata;

import io.setpoint.store.EtcdConnection;
import io.setpoint.store.StoreException;

/**
 * A location that an application needs cannot be read, and there is no last good state.
 *
 * @since 0.1.0
 */
public class LocationUnavailableException extends RuntimeException {

	private final String location;

	private final EtcdConnection connection;

	private final StoreException failure;

	LocationUnavailableException(String location, EtcdConnection connection, StoreException failure) {
		super("The location '" + location + "' cannot be read: " + failure.getMessage(), failure);
		this.location = location;
		this.connection = connection;
		this.failure = failure;
	}

	/**
	 * Return which location it is.
	 * @return the location
	 */
	public String getLocation() {
		return this.location;
	}

	/**
	 * Return how etcd was to be reached.
	 * @return the connection
	 */
	public EtcdConnection getConnection() {
		return this.connection;
	}

	/**
	 * Return why it failed.
	 * @return the failure
	 */
	public StoreException getFailure() {
		return this.failure;
	}

}
