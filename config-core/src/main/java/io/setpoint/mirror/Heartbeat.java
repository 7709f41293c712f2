package io.setpoint.mirror;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a live stream for a sign of life when it is silent, and gives it up when none
 * comes.
 * <p>
 * The sign is a progress notification. A gRPC proxy swallows the request for it: where no
 * stream of this mirror ever answered one, a small read is made beside it, and when the
 * second such stream stays silent while the read is answered, reads are the sign of life
 * from then on.
 */
final class Heartbeat {

	private final Mirror mirror;

	private final Surroundings<Store> surroundings;

	private final MirrorSettings settings;

	private final Stream stream;

	private Loop.@Nullable Timer timer;

	private @Nullable PendingCall<?> probe;

	private boolean asked;

	private long askedAt;

	private long probedAt;

	private boolean probeAnswered;

	private boolean answering;

	private boolean swallowing;

	Heartbeat(Mirror mirror) {
		this.mirror = mirror;
		this.surroundings = mirror.surroundings();
		this.settings = mirror.settings();
		this.stream = mirror.streams().required();
	}

	void start() {
		this.probedAt = this.surroundings.loop().nanoTime();
		checkAfter(this.settings.heartbeat());
	}

	void stop() {
		if (this.timer != null) {
			this.timer.cancel();
		}
		cancelProbe();
	}

	boolean isSwallowing() {
		return this.swallowing;
	}

	void progressed() {
		if (this.asked) {
			this.answering = true;
			this.mirror.streams().progressAnswered();
			listenAgain();
		}
	}

	private void listenAgain() {
		this.asked = false;
		checkAfter(this.settings.heartbeat());
	}

	private void checkAfter(Duration delay) {
		if (this.timer != null) {
			this.timer.cancel();
		}
		this.timer = this.surroundings.after(delay, this::check);
	}

	private void check() {
		long heardAt = Math.max(this.stream.heardAt(), this.probedAt);
		Duration quiet = Duration.ofNanos(this.surroundings.loop().nanoTime() - heardAt);
		Duration heartbeat = this.settings.heartbeat();
		if (this.asked && this.stream.heardAt() <= this.askedAt) {
			awaitAnswer();
		}
		else if (quiet.compareTo(heartbeat) < 0) {
			this.asked = false;
			checkAfter(heartbeat.minus(quiet));
		}
		else {
			ask();
		}
	}

	private void ask() {
		this.asked = true;
		this.askedAt = this.surroundings.loop().nanoTime();
		if (!this.swallowing) {
			this.stream.requestProgress();
		}
		if (!this.answering) {
			probe();
		}
		awaitAnswer();
	}

	/**
	 * Wait for the answer, and look now and then whether anything else was heard instead:
	 * from that moment on the silence counts anew.
	 */
	private void awaitAnswer() {
		Duration heartbeat = this.settings.heartbeat();
		Duration waited = Duration.ofNanos(this.surroundings.loop().nanoTime() - this.askedAt);
		Duration left = this.settings.silenceLimit().minus(heartbeat).minus(waited);
		if (left.toNanos() <= 0) {
			silent();
		}
		else {
			checkAfter((left.compareTo(heartbeat) < 0) ? left : heartbeat);
		}
	}

	private void silent() {
		if (this.answering || !this.probeAnswered) {
			long millis = this.settings.silenceLimit().toMillis();
			this.mirror.failed(new StoreUnreachableException("Nothing was heard of etcd for " + millis + " ms", null));
		}
		else if (this.mirror.streams().progressSwallowed()) {
			this.swallowing = true;
			listenAgain();
		}
		else {
			this.mirror
				.failed(new StoreUnreachableException("etcd answers reads but nothing is heard on the watch", null));
		}
	}

	private void probe() {
		cancelProbe();
		this.probeAnswered = false;
		this.probe = PendingCall.ask(this.surroundings, this::smallRead, this.settings.staleAfter(),
				(answer) -> probeAnswered(), this::probeFailed);
	}

	private CompletableFuture<Boolean> smallRead() {
		Store store = this.surroundings.store();
		long revision = this.mirror.frontier();
		return (revision > 1) ? store.touched(this.mirror.prefix(), revision)
				: store.readIndex(this.mirror.prefix(), revision).thenApply((index) -> true);
	}

	private void probeAnswered() {
		this.probeAnswered = true;
		this.probedAt = this.surroundings.loop().nanoTime();
		if (this.swallowing) {
			this.mirror.heard();
			listenAgain();
		}
	}

	private void probeFailed(StoreException cause) {
		if (cause instanceof RevisionCompactedException) {
			probeAnswered();
		}
		else if (cause instanceof FutureRevisionException) {
			this.mirror.read(ReadPurpose.doubting(cause));
		}
	}

	private void cancelProbe() {
		if (this.probe != null) {
			this.probe.cancel();
		}
	}

}
