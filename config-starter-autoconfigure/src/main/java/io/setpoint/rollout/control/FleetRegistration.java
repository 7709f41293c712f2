package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.setpoint.mirror.Loop;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.KeyValue;
import io.setpoint.store.LeaseExpiredException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
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

	private static final Duration GOODBYE = Duration.ofSeconds(60);

	private final Surroundings surroundings;

	private final ControlSettings settings;

	private final List<GuardSensor> sensors;

	private final Map<String, Membership> memberships = new LinkedHashMap<>();

	private @Nullable Lease lease;

	private boolean granting;

	private boolean denied;

	private boolean running;

	private boolean measuring;

	private Loop.@Nullable Timer timer;

	FleetRegistration(Surroundings surroundings, ControlSettings settings, List<GuardSensor> sensors,
			Executor executor) {
		this.surroundings = surroundings;
		this.settings = settings;
		this.sensors = List.copyOf(sensors);
		settings.configurations()
			.forEach((name) -> this.memberships.put(name, new Membership(settings.identity(), name,
					surroundings.loop().now(), new Gauging(surroundings, executor))));
	}

	void start() {
		this.running = true;
		write();
		tick();
	}

	void followed(Following following) {
		Membership membership = this.memberships.get(following.configuration());
		if (membership != null) {
			membership.follow(following, this.sensors);
			write();
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
		if (!this.running) {
			return;
		}
		if (this.lease == null) {
			grant();
			return;
		}
		for (Membership membership : this.memberships.values()) {
			FleetMember member = membership.due();
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
		long asked = this.surroundings.loop().nanoTime();
		this.surroundings.onLoop(this.surroundings.store().grant(this.settings.fleetLease()), (id, failure) -> {
			this.granting = false;
			if (id == null) {
				logger.debug("No lease was granted, so it is asked for again", failure);
				retry();
			}
			else if (this.running) {
				this.lease = new Lease(this.surroundings, id, this.settings.fleetLease(), asked, this::lost);
				write();
			}
		});
	}

	private void retry() {
		if (this.running) {
			this.surroundings.within(RETRY, this::write);
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
		this.surroundings.onLoop(this.surroundings.store().read(List.of(key)), (image, failure) -> {
			if (image != null) {
				membership.located(image.entries(key).stream().mapToLong(KeyValue::modRevision).findFirst().orElse(0));
				write();
			}
			else {
				membership.unknown();
				report(membership, Failure.of(failure));
				retry();
			}
		});
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
		RolloutKeys keys = this.settings.keys();
		String name = membership.configuration();
		Transaction transaction = Transaction.builder()
			.whenModified(key(membership), revision)
			.put(key(membership), RolloutFormat.write(member), lease.id())
			.delete(keys.goodbye(name, member.instance()))
			.build();
		membership.writing();
		this.surroundings.onLoop(this.surroundings.store().commit(transaction),
				(outcome, failure) -> written(lease, membership, member, outcome, Failure.of(failure)));
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
		report(membership, failure);
		if (current && !(failure instanceof LeaseExpiredException)) {
			lease.verify();
		}
		retry();
	}

	/**
	 * Say once what somebody has to mend; the rest mends itself.
	 * @param membership the place that was not written
	 * @param failure why
	 */
	private void report(Membership membership, @Nullable Throwable failure) {
		if (failure instanceof PermissionDeniedException && !this.denied) {
			this.denied = true;
			RolloutKeys keys = this.settings.keys();
			logger.warn("This instance may not write below '" + keys.fleet(membership.configuration())
					+ "', so rollouts do not see it: grant its user's role the right to read and to write there, and to"
					+ " write below '" + keys.goodbyes(membership.configuration()) + "'");
		}
		logger.debug("This instance's place in the fleet was not written, so it is tried again", failure);
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
		Lease lease = this.lease;
		if (lease == null || !lease.isReachable()) {
			stop(lease);
			return CompletableFuture.completedFuture(null);
		}
		return this.surroundings.store()
			.grant(GOODBYE)
			.thenCompose((goodbye) -> this.surroundings.store().commit(farewell(goodbye)))
			.handle((outcome, failure) -> {
				if (failure != null) {
					logger.info("This instance could not take its leave, so it will count as vanished");
				}
				return failure == null;
			})
			.thenAccept((left) -> this.surroundings.loop().execute(() -> stop(lease)));
	}

	private void stop(@Nullable Lease lease) {
		if (lease != null) {
			lease.end();
			forget();
			write();
		}
	}

	private void forget() {
		this.lease = null;
		this.memberships.values().forEach(Membership::forgotten);
	}

	private Transaction farewell(long lease) {
		String instance = this.settings.identity().id();
		byte[] when = this.surroundings.loop().now().toString().getBytes(StandardCharsets.UTF_8);
		Transaction.Builder farewell = Transaction.builder();
		this.memberships.keySet()
			.forEach((name) -> farewell.delete(this.settings.keys().member(name, instance))
				.put(this.settings.keys().goodbye(name, instance), when, lease));
		return farewell.build();
	}

}
