package io.setpoint.console.landscape;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.setpoint.loop.Containment;
import io.setpoint.loop.ThreadLoop;
import io.setpoint.mirror.InitialImage;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorPhase;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.Mirrors;
import io.setpoint.mirror.Revision;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.Change;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Follows all configurations with one watch on the rollouts and one on the fleets,
 * however many look.
 *
 * @since 0.1.0
 */
public final class LandscapeWatch implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LandscapeWatch.class);

	private final RolloutPaths paths;

	private final ThreadLoop loop = new ThreadLoop("setpoint-console");

	private final Mirrors mirrors;

	private final Map<String, Draft> drafts = new HashMap<>();

	private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();

	private volatile Landscape current = Landscape.EMPTY;

	/**
	 * Create a watch. Nothing happens until it is started.
	 * @param store etcd, which stays open until after this is closed
	 * @param keys where everything lies
	 * @param settings the limits
	 */
	public LandscapeWatch(Store store, RolloutKeys keys, MirrorSettings settings) {
		this.paths = new RolloutPaths(keys);
		this.mirrors = new Mirrors(new SlimStore(store, this.paths), this.loop, settings,
				List.of(this.paths.root(), this.paths.fleetRoot()), InitialImage.nothing(), new Listener(),
				() -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Start to follow etcd.
	 */
	public void start() {
		this.mirrors.start();
	}

	/**
	 * Return everything as it is now.
	 * @return all configurations
	 */
	public Landscape current() {
		return this.current;
	}

	/**
	 * Return how current that is.
	 * @return the status of the older of both copies
	 */
	public MirrorStatus status() {
		MirrorStatus rollouts = this.mirrors.status(this.paths.root());
		MirrorStatus fleets = this.mirrors.status(this.paths.fleetRoot());
		return (fleets.state().compareTo(rollouts.state()) > 0) ? fleets : rollouts;
	}

	/**
	 * Return why nothing can be written now.
	 * @return why, {@code null} if etcd is not known to be out of reach
	 */
	public @Nullable StoreException outage() {
		MirrorStatus status = status();
		if (status.state() == MirrorStatus.State.LIVE) {
			return null;
		}
		StoreException failure = status.failure();
		return new StoreUnreachableException(
				"etcd is out of reach" + ((failure != null) ? ": " + failure.getMessage() : ""), failure);
	}

	/**
	 * Be told of changes.
	 * @param listener told the names of the configurations that have changed, none if
	 * only the status has; called on the thread of the watch, which must not wait
	 * @return ends it
	 */
	public Runnable subscribe(Consumer<Set<String>> listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	/**
	 * Wait until something that was written to etcd is known here: not at all while etcd
	 * is known to be out of reach.
	 * @param name the name of the configuration that it was written for
	 * @param known whether it is known by what is known of the configuration; called on
	 * the thread of the watch too, and must not wait
	 * @param patience the longest time to wait
	 * @return whether it is known; completed, maybe on the thread of the watch, as soon
	 * as it is or the patience is over
	 */
	public CompletableFuture<Boolean> arrival(String name, Predicate<Configuration> known, Duration patience) {
		CompletableFuture<Boolean> arrival = new CompletableFuture<>();
		Consumer<Set<String>> look = (names) -> {
			Configuration found = current().find(name);
			if (found != null && known.test(found)) {
				arrival.complete(true);
			}
		};
		Runnable end = subscribe(look);
		arrival.whenComplete((arrived, failure) -> end.run());
		look.accept(Set.of(name));
		if (outage() != null) {
			arrival.complete(false);
		}
		return arrival.completeOnTimeout(false, patience.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void tell(Set<String> names) {
		for (Consumer<Set<String>> listener : this.listeners) {
			Containment.contain(logger, "Somebody who looks could not be told of a change",
					() -> listener.accept(names));
		}
	}

	@Override
	public void close() {
		this.mirrors.stop();
		this.loop.close();
	}

	/**
	 * Takes what the mirrors tell, on their thread.
	 */
	private final class Listener implements MirrorListener {

		@Override
		public void changed(List<Revision> revisions) {
			Set<String> names = new HashSet<>();
			for (Revision revision : revisions) {
				take(LandscapeWatch.this.paths.root(), revision, names, false);
				take(LandscapeWatch.this.paths.fleetRoot(), revision, names, true);
			}
			publish(names);
		}

		private void take(String root, Revision revision, Set<String> names, boolean fleet) {
			for (Change change : revision.changes(root)) {
				RolloutPaths.Place place = RolloutPaths.place(root, change.key());
				if (place != null) {
					Draft draft = LandscapeWatch.this.drafts.computeIfAbsent(place.configuration(), Draft::new);
					names.add(place.configuration());
					if (fleet) {
						draft.member(place.rest(), change);
					}
					else {
						draft.rollout(place.rest(), change);
					}
				}
			}
		}

		private void publish(Set<String> names) {
			Map<String, Configuration> changed = new HashMap<>();
			for (String name : names) {
				Draft draft = LandscapeWatch.this.drafts.get(name);
				if (draft != null) {
					changed.put(name, draft.configuration(LandscapeWatch.this.loop.nanoTime()));
				}
			}
			LandscapeWatch.this.current = LandscapeWatch.this.current.with(changed);
			tell(names);
		}

		@Override
		public void phaseChanged(String prefix, MirrorPhase from, MirrorPhase to) {
			if (from == MirrorPhase.LIVE || to == MirrorPhase.LIVE) {
				tell(Set.of());
			}
		}

	}

}
