package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.loop.Surroundings;
import io.setpoint.store.Image;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Reads all readable prefixes at one revision, for whoever needs it: a mirror that lost
 * its history, a refresh by hand, a difference that was found. One read at a time; what
 * is asked for during a read is for the next one, because a read answers only those who
 * asked before it began.
 */
final class Resync {

	private final MirrorGroup group;

	private final Surroundings<Store> surroundings;

	private final List<ReadingState> waiting = new ArrayList<>();

	private final Set<ResyncReason> requests = EnumSet.noneOf(ResyncReason.class);

	private final List<CompletableFuture<RefreshOutcome>> refreshes = new ArrayList<>();

	private boolean scheduled;

	private @Nullable ConsistentRead reading;

	Resync(MirrorGroup group) {
		this.group = group;
		this.surroundings = group.surroundings();
	}

	void want(ReadingState waiting) {
		this.waiting.add(waiting);
		readSoon();
	}

	void forget(ReadingState waiting) {
		this.waiting.remove(waiting);
	}

	void request(ResyncReason reason) {
		this.requests.add(reason);
		readSoon();
	}

	void refresh(CompletableFuture<RefreshOutcome> outcome) {
		this.refreshes.add(outcome);
		readSoon();
	}

	boolean isReading() {
		return this.reading != null;
	}

	void stop() {
		StoreException stopped = new StoreException("The watch of etcd has been stopped", null);
		if (this.reading != null) {
			this.reading.cancel();
			this.reading.fail(stopped);
			this.reading = null;
		}
		takeRound(List.of()).fail(stopped);
	}

	private void readSoon() {
		if (!this.scheduled) {
			this.surroundings.loop().execute(this::read);
			this.scheduled = true;
		}
	}

	private void read() {
		this.scheduled = false;
		if (this.reading != null || (this.waiting.isEmpty() && this.requests.isEmpty() && this.refreshes.isEmpty())) {
			return;
		}
		List<Mirror> readable = this.group.mirrors()
			.stream()
			.filter((mirror) -> !mirror.isBarred() && !mirror.isStopped())
			.toList();
		ConsistentRead next = takeRound(readable);
		if (readable.isEmpty()) {
			next.fail(nothingReadable());
			return;
		}
		this.reading = next;
		this.group.sequencer().hold();
		next.read((image) -> answered(next, image), (cause) -> failed(next, cause));
	}

	private ConsistentRead takeRound(List<Mirror> readable) {
		ConsistentRead taken = new ConsistentRead(this.group, readable, this.waiting, this.requests, this.refreshes);
		this.waiting.clear();
		this.requests.clear();
		this.refreshes.clear();
		return taken;
	}

	private StoreException nothingReadable() {
		Throwable cause = this.group.mirrors()
			.stream()
			.map(Mirror::failure)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		return new StoreException("No location can be read", cause);
	}

	private void answered(ConsistentRead answered, Image image) {
		answered.apply(image);
		end();
	}

	/**
	 * Forget what is under way: something failed, and whoever waits will ask again.
	 * @param cause what to say to those who asked for a refresh
	 */
	void abandon(StoreException cause) {
		this.scheduled = false;
		ConsistentRead open = this.reading;
		this.reading = null;
		this.waiting.clear();
		this.requests.clear();
		List<CompletableFuture<RefreshOutcome>> refreshes = new ArrayList<>(this.refreshes);
		this.refreshes.clear();
		if (open != null) {
			open.cancel();
			refreshes.addAll(open.refreshes());
		}
		refreshes.forEach((refresh) -> refresh.completeExceptionally(cause));
	}

	private void failed(ConsistentRead failed, StoreException cause) {
		if (cause instanceof PermissionDeniedException && failed.readers().size() > 1) {
			failed.isolate((barred) -> isolated(failed, cause, barred));
			return;
		}
		failed.fail(cause);
		end();
	}

	private void isolated(ConsistentRead failed, StoreException cause, boolean barred) {
		if (barred) {
			failed.again().forEach(this::want);
			this.requests.addAll(failed.requests());
			this.refreshes.addAll(failed.refreshes());
		}
		else {
			failed.fail(cause);
		}
		end();
	}

	private void end() {
		this.reading = null;
		this.group.sequencer().letGo();
		readSoon();
	}

}
