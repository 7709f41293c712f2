package io.setpoint.rollout.archive;

import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether etcd is out of reach, so that nobody waits for a call to find it out.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Outage {

	/**
	 * Return why etcd is known to be out of reach.
	 * @return why, {@code null} if it is not known to be
	 */
	@Nullable StoreException current();

}
