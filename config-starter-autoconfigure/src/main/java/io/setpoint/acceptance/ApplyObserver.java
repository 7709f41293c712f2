package io.setpoint.acceptance;

import java.util.List;

import io.setpoint.mirror.Revision;

/**
 * Watches how revisions that etcd has delivered are applied, to measure or trace it. What
 * it throws does not get in the way.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ApplyObserver {

	/**
	 * Some revisions that etcd has delivered are about to be applied together. Called on
	 * the watch thread, so it must be quick.
	 * @param revisions the revisions, never empty
	 * @return run on the same thread when all of them have been published or refused
	 */
	Runnable applying(List<Revision> revisions);

}
