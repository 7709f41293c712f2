package io.setpoint.mirror;

import java.time.Duration;
import java.time.Instant;

import io.setpoint.loop.Loop;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What the loop publishes of a mirror, for anybody to work out how current it is.
 *
 * @param known whether there is a copy
 * @param confirmed whether the copy was ever confirmed by etcd itself
 * @param refused whether etcd refuses us
 * @param emptied whether the copy is kept though the store has nothing left
 * @param phase the phase
 * @param begun when the present period began: of being live, or of being nothing yet
 * @param heardAt the last sign of life, apart from the stream's
 * @param stream the stream, if it is live
 * @param failure what stands in the way
 */
record PublishedState(boolean known, boolean confirmed, boolean refused, boolean emptied, MirrorPhase phase,
		Instant begun, long heardAt, @Nullable Stream stream, @Nullable StoreException failure) {

	long lastHeardAt() {
		return (this.stream != null) ? Math.max(this.heardAt, this.stream.heardAt()) : this.heardAt;
	}

	boolean isLive(Loop loop, Duration staleAfter) {
		return this.confirmed && !this.refused && silence(loop).compareTo(staleAfter) < 0;
	}

	Duration silence(Loop loop) {
		return Duration.ofNanos(loop.nanoTime() - lastHeardAt());
	}

	MirrorStatus status(Loop loop, Duration staleAfter, long revision) {
		Instant heard = this.confirmed ? loop.now().minus(silence(loop)) : null;
		if (!this.known) {
			return status(MirrorStatus.State.OFFLINE, 0, this.begun, null);
		}
		if (isLive(loop, staleAfter)) {
			return status(MirrorStatus.State.LIVE, revision, this.begun, heard);
		}
		return status(MirrorStatus.State.STALE, revision, (heard != null) ? heard : this.begun, heard);
	}

	private MirrorStatus status(MirrorStatus.State state, long revision, Instant since, @Nullable Instant heard) {
		return new MirrorStatus(state, this.phase, revision, since, heard, this.failure, this.emptied);
	}

}
