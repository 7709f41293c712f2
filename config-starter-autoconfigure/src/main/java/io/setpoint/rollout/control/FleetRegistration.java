package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.Bench;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.RolloutState;
import io.setpoint.store.Calls;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this instance in the fleets of its configurations: what it follows and measures
 * there, from when it starts until it has taken its leave. Used on the loop only.
 */
final class FleetRegistration {

	private static final Log logger = LogFactory.getLog(FleetRegistration.class);

	private static final Duration MEASURE = Duration.ofSeconds(1);

	private final Surroundings<WritableStore> surroundings;

	private final ControlSettings settings;

	private final List<GuardSensor> sensors;

	private final Map<String, Membership> memberships = new LinkedHashMap<>();

	private final FleetEntries entries;

	private final Farewell farewell;

	private Supplier<List<FleetMember.Waiting>> waiting = List::of;

	private List<FleetMember.Waiting> told = List.of();

	private boolean running;

	private boolean measuring;

	private @Nullable CompletableFuture<Boolean> leaving;

	private Loop.@Nullable Timer timer;

	FleetRegistration(Surroundings<WritableStore> surroundings, ControlSettings settings, List<GuardSensor> sensors,
			Executor executor) {
		this.surroundings = surroundings;
		this.settings = settings;
		this.sensors = List.copyOf(sensors);
		this.entries = new FleetEntries(surroundings, settings, this.memberships.values());
		this.farewell = new Farewell(surroundings, settings.keys(), settings.identity().id());
		settings.configurations()
			.forEach((name) -> this.memberships.put(name,
					new Membership(settings.identity(), name, new Gauging(surroundings, executor))));
	}

	/**
	 * Know what this instance is made of.
	 * @param bench what it can answer for, {@code null} if that is not known
	 * @param waiting gives the plain keys that it has not taken up
	 */
	void describe(@Nullable Bench bench, Supplier<List<FleetMember.Waiting>> waiting) {
		this.waiting = waiting;
		this.memberships.values().forEach((membership) -> membership.describe(bench));
	}

	/**
	 * Have somebody told whenever this instance is in its fleets again after it was not.
	 * What others do without it, in the belief that it is gone, may have to be made up
	 * for.
	 * @param returned is told
	 */
	void returning(Runnable returned) {
		this.entries.returning(returned);
	}

	/**
	 * Be in the fleets from now on, after having left them if that is under way. Whoever
	 * is there again after a goodbye is missed like any other.
	 */
	void start() {
		this.running = true;
		if (this.leaving == null) {
			begin();
		}
	}

	private void begin() {
		String incarnation = UUID.randomUUID().toString();
		this.memberships.values()
			.forEach((membership) -> membership.begin(incarnation, this.surroundings.loop().now()));
		this.entries.keep();
		tick();
	}

	/**
	 * Begin to measure a stage that this instance is about to be in. Called on the thread
	 * that will make the candidate visible.
	 * @param configuration the name of the configuration
	 * @param state the state that is about to be followed
	 * @return what measures, {@code null} if there is nothing to measure
	 */
	@Nullable StageWatch prepare(String configuration, RolloutState state) {
		return StageWatch.prepare(configuration, state, this.settings.identity(), this.sensors);
	}

	void prepared(String configuration, StageWatch watch) {
		Membership membership = this.memberships.get(configuration);
		if (membership != null) {
			membership.prepared(watch);
		}
	}

	void followed(Following following) {
		Membership membership = this.memberships.get(following.configuration());
		if (membership != null) {
			StageWatch before = membership.watch();
			membership.follow(following, this.sensors);
			this.entries.write();
			if (this.measuring && membership.watch() != before) {
				measure(membership);
			}
		}
	}

	/**
	 * Measure guards from now on, or no longer: an instance that is starting or stopping
	 * is no witness against a candidate.
	 * @param measuring whether to measure
	 */
	void measure(boolean measuring) {
		this.measuring = measuring;
	}

	private void tick() {
		if (!this.running) {
			return;
		}
		this.timer = this.surroundings.after(MEASURE, this::tick);
		List<FleetMember.Waiting> waiting = this.waiting.get();
		if (!waiting.equals(this.told)) {
			this.told = waiting;
			this.memberships.values().forEach((membership) -> membership.waiting(waiting));
			this.entries.write();
		}
		if (this.measuring) {
			this.memberships.values().forEach(this::measure);
		}
	}

	private void measure(Membership membership) {
		StageWatch watch = membership.watch();
		if (watch != null) {
			membership.gauging().measure(watch, (readings) -> {
				if (this.measuring) {
					membership.measured(watch, readings);
					this.entries.write();
				}
			});
		}
	}

	/**
	 * Leave all fleets and say so, if etcd is within reach.
	 * @return completes when it is done or cannot be done
	 */
	CompletableFuture<Void> leave() {
		this.running = false;
		if (this.timer != null) {
			this.timer.cancel();
		}
		CompletableFuture<Boolean> leaving = this.leaving;
		if (leaving == null) {
			leaving = farewells();
			this.leaving = leaving;
			leaving.thenAccept((left) -> this.surroundings.loop().execute(() -> stop(left)));
		}
		return leaving.thenAccept((left) -> {
		});
	}

	private CompletableFuture<Boolean> farewells() {
		if (!this.entries.leave()) {
			return CompletableFuture.completedFuture(false);
		}
		List<CompletableFuture<Void>> farewells = this.memberships.values()
			.stream()
			.map((membership) -> Calls.begin(() -> this.farewell.say(membership)))
			.toList();
		return CompletableFuture.allOf(farewells.toArray(new CompletableFuture<?>[0])).handle((done, failure) -> {
			if (failure != null) {
				logger.info("This instance could not take its leave, so it will count as vanished");
			}
			return failure == null;
		});
	}

	private void stop(boolean left) {
		this.leaving = null;
		this.entries.end(left);
		if (this.running) {
			begin();
		}
	}

}
