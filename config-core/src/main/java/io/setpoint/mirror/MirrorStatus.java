package io.setpoint.mirror;

import java.time.Instant;

import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * How current the copy of a location is.
 *
 * @param state whether the copy is current
 * @param phase what is being done about it
 * @param revision the revision that the copy is known to be complete up to, 0 if nothing
 * was ever read
 * @param since since when the state is so: for a stale copy the last moment at which it
 * was known to be current
 * @param lastHeard the last sign of life of a live location, {@code null} if there was
 * none
 * @param failure what stands in the way, {@code null} if nothing does
 * @param emptied whether the store was replaced by one that has nothing under the
 * location, so that the last good state is kept until keys appear or a refresh is asked
 * for
 * @param behind how many revisions have arrived and are not worked off
 * @since 0.1.0
 */
public record MirrorStatus(State state, MirrorPhase phase, long revision, Instant since, @Nullable Instant lastHeard,
		@Nullable StoreException failure, boolean emptied, int behind) {

	/**
	 * Create a status of a location where nothing waits.
	 * @param state whether the copy is current
	 * @param phase what is being done about it
	 * @param revision the revision that the copy is known to be complete up to
	 * @param since since when the state is so
	 * @param lastHeard the last sign of life, {@code null} if there was none
	 * @param failure what stands in the way, {@code null} if nothing does
	 * @param emptied whether the store has nothing left under the location
	 */
	public MirrorStatus(State state, MirrorPhase phase, long revision, Instant since, @Nullable Instant lastHeard,
			@Nullable StoreException failure, boolean emptied) {
		this(state, phase, revision, since, lastHeard, failure, emptied, 0);
	}

	/**
	 * Return this status with more that waits.
	 * @param more how many revisions more
	 * @return the status
	 */
	public MirrorStatus behindBy(int more) {
		return (more == 0) ? this : new MirrorStatus(this.state, this.phase, this.revision, this.since, this.lastHeard,
				this.failure, this.emptied, this.behind + more);
	}

	/**
	 * Whether a copy is current.
	 */
	public enum State {

		/**
		 * The copy follows etcd, which was heard of within the limit.
		 */
		LIVE,

		/**
		 * There is a copy, but it is not known to be current.
		 */
		STALE,

		/**
		 * There is no copy: the location was never read.
		 */
		OFFLINE

	}

}
