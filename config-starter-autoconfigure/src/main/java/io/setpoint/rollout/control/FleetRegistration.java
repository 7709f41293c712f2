package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.setpoint.lease.Lease;
import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.store.Calls;
import io.setpoint.store.KeyValue;
import io.setpoint.store.LeaseExpiredException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this instance in the fleets of its configurations, all under one lease. It writes
 * only when something has changed; a lease that etcd has forgotten is replaced, and
 * everything is written again. Used on the loop only.
 */
final class FleetRegistration {

	private static final Log logger = LogFactory.getLog(FleetRegistration.class);

	private static final Duration MEASURE = Duration.ofSeconds(1);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final Duration AWAIT = Duration.ofSeconds(1);

	private final Surroundings<WritableStore> surroundings;

	private final ControlSettings settings;

	private final List<GuardSensor> sensors;

	private final Map<String, Membership> memberships = new LinkedHashMap<>();

	private final Farewell farewell;

	private Supplier<List<FleetMember.Waiting>> waiting = List::of;

	private List<FleetMember.Waiting> told = List.of();

	private @Nullable Lease lease;

	private boolean granting;

	private boolean denied;

	private boolean taken;

	private boolean running;

	private boolean measuring;

	private @Nullable CompletableFuture<Boolean> leaving;

	private Loop.@Nullable Timer timer;

	FleetRegistration(Surroundings<WritableStore> surroundings, ControlSettings settings, List<GuardSensor> sensors,
			Executor executor) {
		this.surroundings = surroundings;
		this.settings = settings;
		this.sensors = List.copyOf(sensors);
		this.farewell = new Farewell(surroundings, settings.keys(), settings.identity().id());
		settings.configurations()
			.forEach((name) -> this.memberships.put(name,
					new Membership(settings.identity(), name, new Gauging(surroundings, executor))));
	}

	/**
	 * Know what this instance is made of.
	 * @param build what tells its build from others, {@code null} if it is not known
	 * @param locations the prefixes of its plain locations
	 * @param waiting gives the plain keys that it has not taken up
	 */
	void describe(@Nullable String build, List<String> locations, Supplier<List<FleetMember.Waiting>> waiting) {
		this.waiting = waiting;
		this.memberships.values().forEach((membership) -> membership.describe(build, locations));
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
		write();
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
			write();
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
			write();
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
					write();
				}
			});
		}
	}

	private void write() {
		if (!this.running || this.leaving != null) {
			return;
		}
		if (this.lease == null) {
			grant();
			return;
		}
		for (Membership membership : this.memberships.values()) {
			FleetMember member = membership.due(this.surroundings.loop().nanoTime());
			Long revision = membership.revision();
			if (member != null && revision != null) {
				write(this.lease, membership, member, revision);
			}
			else if (member != null) {
				locate(membership);
			}
		}
	}

	private void grant() {
		if (this.granting) {
			return;
		}
		this.granting = true;
		Lease.grant(this.surroundings, this.settings.fleetLease(), this::lost, (granted, failure) -> {
			this.granting = false;
			if (granted == null) {
				logger.debug("No lease was granted, so it is asked for again", failure);
				retry(RETRY);
			}
			else if (this.running) {
				this.lease = granted;
				write();
			}
			else {
				granted.revoke();
			}
		});
	}

	private void retry(Duration limit) {
		if (this.running) {
			this.surroundings.within(limit, this::write);
		}
	}

	private void lost() {
		logger.info("etcd has forgotten this instance, so it is registered again");
		forget();
		write();
	}

	/**
	 * Find out which entry there is, after an answer that was lost or something unknown
	 * in its place.
	 * @param membership the place in the fleet
	 */
	private void locate(Membership membership) {
		String key = key(membership);
		membership.writing();
		this.surroundings.ask((store) -> store.read(List.of(key)), (image, failure) -> {
			if (image != null) {
				located(membership, image.entries(key).stream().findFirst().orElse(null));
			}
			else {
				membership.unknown();
				retry(membership, Calls.causeOf(failure));
			}
		});
	}

	private void located(Membership membership, @Nullable KeyValue entry) {
		if (entry != null && !membership.isMine(entry)) {
			await(membership);
			return;
		}
		membership.located((entry != null) ? entry.modRevision() : 0);
		write();
	}

	/**
	 * Wait until the place is free: the entry there is another process's, and goes when
	 * that leaves, or with its lease. The fleet has the one or the other, and never none.
	 * @param membership the place in the fleet
	 */
	private void await(Membership membership) {
		Loop loop = this.surroundings.loop();
		Duration taken = membership.taken(loop.nanoTime(), loop.nanoTime() + AWAIT.toNanos());
		if (taken.compareTo(this.settings.fleetLease().plus(RETRY)) > 0 && !this.taken) {
			this.taken = true;
			logger.warn("The instance id '" + this.settings.identity().id() + "' is taken: the entry '"
					+ key(membership) + "' is another process's, so rollouts do not see this one until that has gone."
					+ " Give each process an id of its own by 'setpoint.instance.id', or delete the entry if no"
					+ " process runs under it");
		}
		this.surroundings.after(AWAIT, this::write);
	}

	private String key(Membership membership) {
		return this.settings.keys().member(membership.configuration(), this.settings.identity().id());
	}

	/**
	 * Write an entry in the place of the one that is known: what was held up on its way
	 * must not take the place of something newer.
	 * @param lease the lease that it lives with
	 * @param membership the place in the fleet
	 * @param member the entry
	 * @param revision the revision of the entry that is known, 0 if there is none
	 */
	private void write(Lease lease, Membership membership, FleetMember member, long revision) {
		Transaction transaction = Transaction.builder()
			.whenModified(key(membership), revision)
			.put(key(membership), RolloutFormat.write(member), lease.id())
			.build();
		membership.writing();
		this.surroundings.ask((store) -> store.commit(transaction),
				(outcome, failure) -> written(lease, membership, member, outcome, Calls.causeOf(failure)));
	}

	private void written(Lease lease, Membership membership, FleetMember member, @Nullable TransactionOutcome outcome,
			@Nullable Throwable failure) {
		boolean current = lease == this.lease;
		if (outcome != null && outcome.succeeded()) {
			membership.written(current ? member : null, outcome.revision());
		}
		else {
			membership.unknown();
		}
		if (outcome != null) {
			write();
			return;
		}
		if (current && !(failure instanceof LeaseExpiredException)) {
			lease.verify();
		}
		retry(membership, failure);
	}

	/**
	 * Try again, and say once what somebody has to mend; the rest mends itself.
	 * @param membership the place that was not written
	 * @param failure why
	 */
	private void retry(Membership membership, @Nullable Throwable failure) {
		logger.debug("This instance's place in the fleet was not written, so it is tried again", failure);
		if (!(failure instanceof PermissionDeniedException)) {
			retry(RETRY);
			return;
		}
		if (!this.denied) {
			this.denied = true;
			RolloutKeys keys = this.settings.keys();
			logger.warn("This instance may not write below '" + keys.fleet(membership.configuration())
					+ "', so rollouts do not see it: grant its user's role the right to read and to write there, and to"
					+ " write below '" + keys.goodbyes(membership.configuration()) + "'");
		}
		if (this.running) {
			this.surroundings.after(membership.denied(this.surroundings.loop().nanoTime()), this::write);
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
		if (this.lease == null || !this.lease.isReachable()) {
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

	/**
	 * Give the lease back, and with it what may still be on its way to etcd.
	 * @param left whether all goodbyes were said; otherwise what is there goes in its
	 * time
	 */
	private void stop(boolean left) {
		this.leaving = null;
		if (this.lease != null && left) {
			this.lease.revoke();
		}
		else if (this.lease != null) {
			this.lease.end();
		}
		forget();
		if (this.running) {
			begin();
		}
	}

	private void forget() {
		this.lease = null;
		this.memberships.values().forEach(Membership::forgotten);
	}

}
