package io.setpoint.mirror;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.StoreException;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * One watch, from its opening to its end. What it delivers reaches the mirror's state for
 * as long as it is the mirror's stream, and never after.
 */
final class Stream implements WatchListener {

	private final Mirror mirror;

	private @Nullable Watch watch;

	private final AtomicInteger arrived = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	private volatile boolean overflown;

	private volatile long heardAt;

	Stream(Mirror mirror) {
		this.mirror = mirror;
		this.heardAt = mirror.surroundings().loop().nanoTime();
	}

	void open(long revision) {
		try {
			this.watch = this.mirror.surroundings().store().watch(this.mirror.prefix(), revision, this);
		}
		catch (RuntimeException ex) {
			ended(PendingCall.asStoreException(ex));
		}
	}

	/**
	 * Return when something was last heard, as the store's thread saw it: a busy loop
	 * does not make a stream silent.
	 * @return nanoseconds of the loop's clock
	 */
	long heardAt() {
		return this.heardAt;
	}

	@Nullable Watch watch() {
		return this.watch;
	}

	void requestProgress() {
		if (this.watch != null) {
			this.watch.requestProgress();
		}
	}

	void close() {
		if (this.watch != null) {
			this.watch.close();
		}
	}

	@Override
	public void created(Header header) {
		heard();
		handOver((state) -> state.created(header));
	}

	@Override
	public void changed(Header header, List<Change> changes) {
		heard();
		if (this.overflown) {
			return;
		}
		int revisions = revisions(changes);
		long size = Backlog.bytes(changes);
		this.arrived.addAndGet(revisions);
		if (this.bytes.addAndGet(size) > Backlog.MAX_BYTES) {
			this.overflown = true;
			handOver((state) -> this.mirror.read(ReadPurpose.of(ResyncReason.BACKLOG)));
			return;
		}
		handOver((state) -> {
			this.bytes.addAndGet(-size);
			state.changed(header, changes);
			this.arrived.addAndGet(-revisions);
		});
	}

	private static int revisions(List<Change> changes) {
		int revisions = 0;
		long last = -1;
		for (Change change : changes) {
			revisions += (change.revision() != last) ? 1 : 0;
			last = change.revision();
		}
		return revisions;
	}

	/**
	 * Return how many revisions have arrived that the loop has not looked at.
	 * @return the number of revisions
	 */
	int arrived() {
		return this.arrived.get();
	}

	@Override
	public void progressed(Header header) {
		heard();
		if (this.overflown) {
			return;
		}
		handOver((state) -> state.progressed(header));
	}

	@Override
	public void ended(StoreException cause) {
		handOver((state) -> state.ended(cause));
	}

	private void heard() {
		this.heardAt = this.mirror.surroundings().loop().nanoTime();
	}

	private void handOver(Consumer<MirrorState> event) {
		this.mirror.surroundings().loop().execute(() -> {
			if (this.mirror.streams().current() == this) {
				event.accept(this.mirror.state());
			}
		});
	}

}
