package io.setpoint.mirror;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;

import org.springframework.util.Assert;

/**
 * Keeps exact copies of some locations of one etcd and tells of every change, in the
 * order of etcd's revisions, each revision whole over all locations.
 * <p>
 * All methods may be called from any thread and return at once.
 *
 * @since 0.1.0
 */
public final class Mirrors {

	private final GuardedLoop loop;

	private final Surroundings<Store> surroundings;

	private final Map<String, Mirror> mirrors = new LinkedHashMap<>();

	private final MirrorGroup group;

	private boolean running;

	/**
	 * Create mirrors. Nothing happens until {@link #start()}.
	 * @param store etcd; must stay open until after {@link #stop()}
	 * @param loop the thread that everything happens on; must stay open likewise
	 * @param settings the limits
	 * @param prefixes the locations, each ending in {@code /}
	 * @param initial what the application has already
	 * @param listener told of changes, on the loop
	 * @param randomness numbers from 0 to below 1, for the spread of waits
	 */
	public Mirrors(Store store, Loop loop, MirrorSettings settings, List<String> prefixes, InitialImage initial,
			MirrorListener listener, DoubleSupplier randomness) {
		Assert.notEmpty(prefixes, "'prefixes' must not be empty");
		this.loop = new GuardedLoop(loop);
		this.surroundings = new Surroundings<>(store, this.loop, randomness);
		this.group = new MirrorGroup(this.surroundings, settings, MirrorListeners.containing(listener), prefixes,
				initial);
		this.loop.recoverBy(this.group::recover);
		this.group.mirrors().forEach((mirror) -> this.mirrors.put(mirror.prefix(), mirror));
	}

	/**
	 * Say what a location is called where people read of it, in the log and in failures.
	 * To be called before {@link #start()}.
	 * @param prefix one of the locations
	 * @param name its name, by default the prefix in quotes
	 */
	public void named(String prefix, String name) {
		mirror(prefix).named(name);
	}

	/**
	 * Have an outage told once together with all else that follows the same etcd on the
	 * same loop. To be called before anything else.
	 * @param outage what tells of it
	 */
	public void toldBy(Outage outage) {
		this.group.outage(outage);
	}

	/**
	 * Tell of an outage only where etcd refuses us: whatever else keeps it out of reach
	 * is told by somebody who follows the same etcd. To be called before
	 * {@link #start()}.
	 */
	public void tellRefusalsOnly() {
		this.group.outage().refusalsOnly();
	}

	/**
	 * Say that a location is known to be out of reach and that this was told, so that it
	 * is told again only if the reason becomes another one. Its return is told in any
	 * case. To be called before {@link #start()}.
	 * @param prefix one of the locations
	 * @param cause why it is out of reach
	 */
	public void told(String prefix, StoreException cause) {
		mirror(prefix).told(cause);
	}

	/**
	 * Start to follow etcd: from the initial image, or from where it was stopped. Does
	 * nothing if started.
	 */
	public void start() {
		this.surroundings.loop().execute(() -> {
			if (!this.running) {
				this.running = true;
				this.group.start();
			}
		});
	}

	/**
	 * Stop following etcd. What was delivered stays; the watches are closed and calls
	 * that are under way are forgotten. Does nothing if stopped.
	 */
	public void stop() {
		this.surroundings.loop().execute(() -> {
			if (this.running) {
				this.running = false;
				this.group.stop();
			}
		});
	}

	/**
	 * Read etcd now, linearizably, and tell the listener of what differs.
	 * @return completes on the loop, after the listener was told; fails with a
	 * {@link StoreException}, at once if etcd is known to be out of reach
	 */
	public CompletableFuture<RefreshOutcome> refresh() {
		CompletableFuture<RefreshOutcome> outcome = new CompletableFuture<>();
		this.surroundings.loop().execute(() -> refresh(outcome));
		return outcome;
	}

	private void refresh(CompletableFuture<RefreshOutcome> outcome) {
		if (!this.running) {
			outcome.completeExceptionally(new StoreException("etcd is not being followed, so nothing was read", null));
			return;
		}
		List<Mirror> away = this.group.mirrors().stream().filter(Mirror::isOutOfReach).toList();
		if (away.size() == this.group.mirrors().size()) {
			outcome.completeExceptionally(outOfReach(away.get(0)));
			away.forEach(Mirror::asked);
			return;
		}
		this.group.resync().refresh(outcome);
	}

	/**
	 * Look soon whether etcd is within reach again, because somebody is told that it is
	 * not. Does nothing while that is looked at anyway.
	 */
	public void look() {
		this.surroundings.loop().execute(() -> this.group.mirrors().forEach(Mirror::asked));
	}

	private StoreException outOfReach(Mirror mirror) {
		StoreException failure = mirror.failure();
		String reason = (failure != null) ? ": " + failure.getMessage() : "";
		return new StoreUnreachableException("etcd is out of reach, the last good state of " + mirror.name()
				+ " and all other locations stays" + reason, failure);
	}

	/**
	 * How current a location is.
	 * @param prefix one of the locations
	 * @return its status
	 */
	public MirrorStatus status(String prefix) {
		return mirror(prefix).status();
	}

	/**
	 * Which cluster the copies were made of.
	 * @return the id of the cluster, 0 if none was ever read
	 */
	public long clusterId() {
		return this.group.clusterId();
	}

	/**
	 * Return how often something has failed that is no fault of etcd's.
	 * @return the number of failures
	 */
	int failures() {
		return this.loop.failures();
	}

	Map<String, KeyValue> entries(String prefix) {
		return mirror(prefix).copy().entries();
	}

	private Mirror mirror(String prefix) {
		Mirror mirror = this.mirrors.get(prefix);
		Assert.notNull(mirror, () -> "Unknown location '" + prefix + "'");
		return mirror;
	}

}
