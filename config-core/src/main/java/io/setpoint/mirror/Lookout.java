package io.setpoint.mirror;

import java.time.Duration;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Looks out for a server that comes back while its mirrors wait. As long as nobody
 * listens, that is looked at often, which costs a server nothing; once somebody does,
 * nobody waits to the end of an interval that has grown to seconds. Instances do not come
 * all at once: each waits for a moment of its own. A server that listens and does not
 * serve is left to the mirrors' own intervals. Used by the loop only.
 */
final class Lookout {

	/**
	 * Within which it is looked again: a third of a second passes on average between the
	 * return of the server and the next look.
	 */
	private static final Duration INTERVAL = Duration.ofMillis(600);

	/**
	 * Within which all instances come: a thousand of them are then two connections in a
	 * millisecond.
	 */
	private static final Duration SPREAD = Duration.ofMillis(500);

	private final MirrorGroup group;

	private Loop.@Nullable Timer timer;

	private @Nullable Object visit;

	private boolean shut;

	Lookout(MirrorGroup group) {
		this.group = group;
	}

	/**
	 * A mirror begins to wait. Does nothing while it is looked out already.
	 */
	void begin() {
		if (this.visit == null) {
			this.visit = new Object();
			this.shut = false;
			within(INTERVAL, this::look);
		}
	}

	void stop() {
		this.visit = null;
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	private void look() {
		if (this.group.mirrors().stream().noneMatch(Mirror::isWaiting)) {
			this.visit = null;
			return;
		}
		Object visit = this.visit;
		Surroundings<Store> surroundings = this.group.surroundings();
		surroundings.onLoop(surroundings.store()::knock, (open, failure) -> {
			if (this.visit == visit) {
				seen(open == null || open);
			}
		});
	}

	private void seen(boolean open) {
		if (!open) {
			this.shut = true;
			within(INTERVAL, this::look);
		}
		else if (this.shut) {
			within(SPREAD, this::opened);
		}
		else {
			this.visit = null;
		}
	}

	private void opened() {
		this.visit = null;
		this.group.mirrors().forEach(Mirror::hurry);
	}

	private void within(Duration limit, Runnable task) {
		this.timer = this.group.surroundings().within(limit, task);
	}

}
