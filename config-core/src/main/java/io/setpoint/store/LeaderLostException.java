package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * The member has no leader: it is cut off from its majority.
 *
 * @since 0.1.0
 */
public class LeaderLostException extends StoreException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause what etcd's client said
	 */
	public LeaderLostException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
