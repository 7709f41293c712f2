package io.setpoint.configdata;

import io.setpoint.store.EtcdConnection;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * A location that an application needs cannot be read, and there is no last good state.
 *
 * @since 0.1.0
 */
public class LocationUnavailableException extends RuntimeException {

	private final String location;

	private final EtcdConnection connection;

	private final StoreException failure;

	private final @Nullable String snapshotRefusal;

	LocationUnavailableException(String location, EtcdConnection connection, StoreException failure,
			@Nullable String snapshotRefusal) {
		super("The location '" + location + "' cannot be read: " + failure.getMessage()
				+ ((snapshotRefusal != null) ? ". " + snapshotRefusal : ""), failure);
		this.snapshotRefusal = snapshotRefusal;
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

	/**
	 * Return why the last good state that is there cannot stand in.
	 * @return the reason or {@code null} if there is no last good state
	 */
	public @Nullable String getSnapshotRefusal() {
		return this.snapshotRefusal;
	}

}
