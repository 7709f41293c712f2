package io.setpoint.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.CompletableFuture;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.Index;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a live mirror has delivered everything up to a revision that another
 * prefix waits with. One question at a time.
 * <p>
 * Where progress is trusted the stream itself is asked, for the highest revision. Else
 * the store is asked: whether any of the few revisions from the mirror's frontier on
 * touched the prefix, or, where they are not few, whether the keys at the lowest revision
 * that waits are those that the mirror has. "No" moves the frontier, "yes" means that
 * events are on their way.
 */
final class ProgressCheck {

	private static final Duration PAUSE = Duration.ofMillis(100);

	private static final int FEW = 8;

	private static final int MANY = 64;

	private final Mirror mirror;

	private final Surroundings<Store> surroundings;

	private final MirrorSettings settings;

	private final Heartbeat heartbeat;

	private @Nullable PendingCall<?> pendingCall;

	private Loop.@Nullable Timer pause;

	private long progressWanted;

	ProgressCheck(Mirror mirror, Heartbeat heartbeat) {
		this.mirror = mirror;
		this.surroundings = mirror.surroundings();
		this.settings = mirror.settings();
		this.heartbeat = heartbeat;
	}

	void stop() {
		endPause();
		if (this.pendingCall != null) {
			this.pendingCall.cancel();
			this.pendingCall = null;
		}
	}

	/**
	 * Ask, unless a question is open.
	 * @param revisions the revisions that wait, all beyond the mirror's frontier
	 */
	void about(NavigableSet<Long> revisions) {
		if (this.pendingCall != null || this.pause != null) {
			return;
		}
		if (this.surroundings.store().isProgressTrusted() && !this.heartbeat.isSwallowing()) {
			askStream(revisions.last());
		}
		else if (revisions.size() > MANY) {
			pause();
			this.mirror.group().resync().request(ResyncReason.BACKLOG);
		}
		else {
			askStore(revisions);
		}
	}

	/**
	 * Events have arrived: what was waited for may be among them.
	 */
	void changed() {
		if (this.progressWanted == 0) {
			endPause();
		}
	}

	void progressed(long revision) {
		if (revision >= this.progressWanted) {
			endPause();
		}
	}

	private void askStream(long revision) {
		pause();
		this.progressWanted = revision;
		this.mirror.streams().required().requestProgress();
	}

	private void askStore(NavigableSet<Long> revisions) {
		Store store = this.surroundings.store();
		long frontier = this.mirror.frontier();
		long first = revisions.first();
		if (first - frontier > FEW) {
			this.pendingCall = PendingCall.askInParts(this.surroundings,
					(progressed) -> store.readIndex(this.mirror.prefix(), first, progressed),
					this.settings.staleAfter(), (index) -> indexed(index, first), this::failed);
			return;
		}
		Long last = revisions.floor(frontier + FEW);
		this.pendingCall = PendingCall.ask(this.surroundings,
				() -> firstTouched(frontier + 1, (last != null) ? last : first), this.settings.staleAfter(),
				this::untouchedBefore, this::failed);
	}

	private CompletableFuture<Long> firstTouched(long from, long to) {
		List<CompletableFuture<Boolean>> touched = new ArrayList<>();
		for (long revision = from; revision <= to; revision++) {
			touched.add(this.surroundings.store().touched(this.mirror.prefix(), revision));
		}
		return CompletableFuture.allOf(touched.toArray(CompletableFuture[]::new)).thenApply((none) -> {
			int index = 0;
			while (index < touched.size() && !touched.get(index).join()) {
				index++;
			}
			return from + index;
		});
	}

	private void untouchedBefore(long revision) {
		long asked = this.mirror.frontier();
		this.pendingCall = null;
		this.mirror.copy().reached(revision - 1);
		if (this.mirror.frontier() == asked) {
			pause();
		}
		this.mirror.group().sequencer().releaseSoon();
	}

	private void indexed(Index index, long revision) {
		this.pendingCall = null;
		if (this.mirror.frontier() < revision) {
			if (Verification.matches(this.mirror.expected(), index)) {
				this.mirror.copy().reached(revision);
			}
			else {
				pause();
			}
		}
		this.mirror.group().sequencer().releaseSoon();
	}

	private void failed(StoreException cause) {
		this.pendingCall = null;
		if (cause instanceof PermissionDeniedException || cause instanceof AuthenticationFailedException) {
			this.mirror.failed(cause);
			return;
		}
		pause();
		if (cause instanceof RevisionCompactedException) {
			this.mirror.group().resync().request(ResyncReason.COMPACTED);
		}
	}

	private void pause() {
		this.pause = this.surroundings.after(PAUSE, () -> {
			endPause();
			this.mirror.group().sequencer().releaseSoon();
		});
	}

	private void endPause() {
		this.progressWanted = 0;
		if (this.pause != null) {
			this.pause.cancel();
			this.pause = null;
		}
	}

}
