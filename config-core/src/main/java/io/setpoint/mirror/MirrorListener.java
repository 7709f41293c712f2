package io.setpoint.mirror;

import java.util.List;
import java.util.Map;

import io.setpoint.loop.Loop;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Told what happens to the locations. All methods are called on the thread of the
 * {@link Loop}, one at a time; what they throw is contained and logged, except by
 * {@link #changed}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MirrorListener {

	/**
	 * Revisions have become known, whole over all locations except those that are stale.
	 * Their numbers never go back, except to that of the new store after
	 * {@link ResyncReason#STORE_REPLACED}, which {@link #resynced} tells even if nothing
	 * differs.
	 * @param revisions everything that came in one go, in the order in which it must be
	 * accepted; never empty. If this throws, they count as not told: everything is read
	 * again after a wait, and told as far as it still differs.
	 */
	void changed(List<Revision> revisions);

	/**
	 * Return what has become of what was told, so that it can be compared with etcd.
	 * @param prefix the location
	 * @return the revision of each key that is in use or known to wait, {@code null} if
	 * that cannot be said now
	 */
	default @Nullable Map<String, Long> held(String prefix) {
		return null;
	}

	/**
	 * A location's state machine has moved.
	 * @param prefix the location
	 * @param from the phase that was left
	 * @param to the phase that was entered
	 */
	default void phaseChanged(String prefix, MirrorPhase from, MirrorPhase to) {
	}

	/**
	 * The watch of a location was opened anew and has been verified.
	 * @param prefix the location
	 * @param cause why the watch before it ended, {@code null} if there was none or
	 * nothing was wrong with it
	 */
	default void reconnected(String prefix, @Nullable StoreException cause) {
	}

	/**
	 * All readable locations were read again.
	 * @param reason why
	 * @param revision the revision of the read
	 * @param changes how many differences were found, over all locations
	 */
	default void resynced(ResyncReason reason, long revision, int changes) {
	}

	/**
	 * A fresh connection was asked for, because a location kept failing.
	 * @param prefix the location
	 */
	default void connectionRenewed(String prefix) {
	}

	/**
	 * Changes were dropped because the copy already had them.
	 * @param prefix the location
	 * @param count how many
	 */
	default void duplicatesDropped(String prefix, int count) {
	}

}
