package io.setpoint.mirror;

import java.time.Duration;
import java.util.Set;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Looks out for a server that comes back while its mirrors wait. As long as nobody
 * listens at an endpoint, it is looked there often, which costs a server nothing; once
 * somebody does, nobody waits to the end of an interval that has grown to seconds: it was
 * the only server, or the one that a majority lacked. Instances do not come all at once:
 * each waits for a moment of its own. Servers that listen and do not serve are left to
 * the mirrors' own intervals. Used by the loop only.
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

	/**
	 * Where nobody has listened since etcd was reached last.
	 */
	private Set<String> shut = Set.of();

	Lookout(MirrorGroup group) {
		this.group = group;
	}

	/**
	 * A mirror begins to wait. Does nothing while it is looked out already.
	 */
	void begin() {
		if (this.visit == null) {
			this.visit = new Object();
			within(INTERVAL, this::look);
		}
	}

	/**
	 * etcd was reached: who is missing now may be missing for good.
	 */
	void reached() {
		this.shut = Set.of();
	}

	void stop() {
		this.visit = null;
		this.shut = Set.of();
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
		Set<String> before = this.shut;
		surroundings.onLoop(() -> surroundings.store().knock(before), (shut, failure) -> {
			if (this.visit == visit) {
				seen(before, (shut != null) ? shut : Set.of());
			}
		});
	}

	private void seen(Set<String> before, Set<String> shut) {
		this.shut = shut;
		if (!shut.containsAll(before)) {
			within(SPREAD, this::opened);
		}
		else if (!shut.isEmpty()) {
			within(INTERVAL, this::look);
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
