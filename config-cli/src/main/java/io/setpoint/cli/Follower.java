package io.setpoint.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.StoreException;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads some prefixes again whenever something may have changed there. What it is told is
 * only when to look, never what to believe: a watch that is lost costs time, no change.
 */
final class Follower implements AutoCloseable {

	/**
	 * After how long it looks even if nothing was heard.
	 */
	static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

	private final Desk desk;

	private final List<String> prefixes;

	private final LinkedBlockingQueue<Boolean> signals = new LinkedBlockingQueue<>();

	private @Nullable Watch watch;

	private boolean lost = true;

	/**
	 * Create a follower.
	 * @param desk has etcd
	 * @param watched the prefix that is watched
	 * @param others prefixes that are read too
	 */
	Follower(Desk desk, String watched, List<String> others) {
		this.desk = desk;
		this.prefixes = new ArrayList<>(others);
		this.prefixes.add(0, watched);
	}

	/**
	 * Read everything, and watch from there if nobody does.
	 * @return what there is
	 */
	Image read() {
		Image image = this.desk.await(this.desk.store().read(this.prefixes));
		if (this.lost) {
			close();
			this.lost = false;
			this.watch = this.desk.store().watch(this.prefixes.get(0), image.revision() + 1, new Listener());
		}
		return image;
	}

	/**
	 * Wait until something may have changed.
	 * @param time how long at most
	 */
	void await(Duration time) {
		try {
			Boolean alive = this.signals.poll(time.toMillis(), TimeUnit.MILLISECONDS);
			while (alive != null) {
				this.lost |= !alive;
				alive = this.signals.poll();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw RefusedException.refused("Interrupted");
		}
	}

	@Override
	public void close() {
		if (this.watch != null) {
			this.watch.close();
			this.watch = null;
		}
	}

	/**
	 * Hands on that something has happened.
	 */
	private final class Listener implements WatchListener {

		@Override
		public void created(Header header) {
		}

		@Override
		public void changed(Header header, List<Change> changes) {
			Follower.this.signals.add(true);
		}

		@Override
		public void progressed(Header header) {
		}

		@Override
		public void ended(StoreException cause) {
			Follower.this.signals.add(false);
		}

	}

}
