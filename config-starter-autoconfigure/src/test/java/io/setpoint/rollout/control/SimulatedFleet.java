package io.setpoint.rollout.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.setpoint.document.Restriction;
import io.setpoint.instance.Identity;
import io.setpoint.loop.Surroundings;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.archive.StateRegister;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * Instances of one configuration, in virtual time, whose processes and connections fail.
 */
final class SimulatedFleet {

	static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	static final String SHOP = "shop";

	private static final Duration LEASE = Duration.ofSeconds(10);

	private static final Duration STEP = Duration.ofMillis(100);

	final VirtualTime time = new VirtualTime();

	final MemoryEtcd etcd = new MemoryEtcd(this.time);

	final Map<String, Instance> instances = new LinkedHashMap<>();

	final Set<String> refused = new HashSet<>();

	Restriction restriction = Restriction.NONE;

	final RolloutReferee referee = new RolloutReferee(this.etcd, KEYS, SHOP);

	private final Random random;

	private Duration sight = Duration.ZERO;

	private @Nullable Instant back;

	private final Map<String, Instant> ailing = new LinkedHashMap<>();

	private int joined;

	SimulatedFleet(Random random) {
		this.random = random;
	}

	StoredRollouts operator(MemoryEtcd.Link link) {
		return new StoredRollouts(Set.of(SHOP), link, KEYS, (configuration, version) -> List.of(),
				(configuration) -> this.restriction, 5, () -> null, Runnable::run, operatorsClock(skew()));
	}

	private Clock operatorsClock(Duration skew) {
		InstantSource source = () -> now().plus(skew);
		return source.withZone(ZoneOffset.UTC);
	}

	/**
	 * Return why everything was done that was done.
	 * @return the reasons in the history
	 */
	List<String> reasons() {
		return this.etcd.entries(KEYS.history(SHOP))
			.stream()
			.map((entry) -> String.valueOf(RolloutFormat.read(entry.value(), HistoryEntry.class).reason()))
			.toList();
	}

	/**
	 * Start a rollout as an operator does, with a salt that depends on the seed only.
	 * @param version the candidate
	 * @param plan the plan
	 * @return completes when it was tried
	 */
	CompletableFuture<Boolean> start(String version, Plan plan) {
		StateRegister register = new StateRegister(this.etcd.new Link(), KEYS);
		Command start = new Command.Start(version, plan, Long.toHexString(this.random.nextLong()));
		Instant at = now().plus(skew());
		return register.read(SHOP)
			.thenCompose(
					(page) -> register.write(SHOP, page, Transition.of(page.state(), start, "alice", at, null), null));
	}

	/**
	 * Return how far a clock of day is ahead.
	 * @return a time up to an hour, ahead or behind
	 */
	Duration skew() {
		return Duration.ofSeconds(this.random.nextInt(7201) - 3600);
	}

	/**
	 * Let somebody delete the state, or put back one that was there before.
	 * @param at the revision to put it back from, 0 to delete it
	 */
	void byHand(long at) {
		String key = KEYS.state(SHOP);
		Transaction.Builder hand = Transaction.builder();
		this.etcd.chronicle()
			.changes(at)
			.stream()
			.filter((change) -> change.key().equals(key) && change instanceof Change.Put)
			.findFirst()
			.ifPresentOrElse((change) -> hand.put(key, ((Change.Put) change).entry().value()), () -> hand.delete(key));
		this.referee.expectByHand(this.etcd.revision() + 1);
		this.etcd.commit(hand.build());
		this.instances.values().forEach((instance) -> ail(instance, Duration.ZERO));
	}

	/**
	 * Let etcd be killed, and be there again later.
	 * @param duration how long it is away
	 */
	void outage(Duration duration) {
		this.etcd.kill();
		this.back = now().plus(duration);
		this.instances.values().forEach((instance) -> ail(instance, duration));
	}

	private void endOutage() {
		if (this.back != null) {
			this.back = null;
			this.etcd.start();
		}
	}

	/**
	 * Start another process with the id of one that is running.
	 */
	void twin(Instance instance) {
		this.instances.put(instance.identity.id() + " " + this.joined++, new Instance(instance.identity.id()));
	}

	Instant now() {
		return VirtualTime.ORIGIN.plusNanos(this.time.nanos());
	}

	/**
	 * Return where there are instances.
	 * @return their zones
	 */
	Set<String> zones() {
		return this.instances.values()
			.stream()
			.map((instance) -> String.valueOf(instance.identity.labels().get("zone")))
			.collect(Collectors.toSet());
	}

	Instance join() {
		String id = "i" + this.joined++;
		Instance instance = new Instance(id);
		this.instances.put(id, instance);
		return instance;
	}

	/**
	 * Let time pass.
	 * @param duration how long
	 */
	void pass(Duration duration) {
		for (long end = this.time.nanos() + duration.toNanos(); this.time.nanos() < end;) {
			this.time.advance(STEP);
			if (this.back != null && !now().isBefore(this.back)) {
				endOutage();
			}
			this.instances.values().forEach(Instance::follow);
			this.ailing.values().removeIf((until) -> until.isBefore(now()));
			this.referee.excused.clear();
			this.referee.excused.addAll(this.referee.state().cohort().expected());
			this.instances.values().forEach((instance) -> this.referee.excused.remove(instance.identity.id()));
			this.referee.excused.addAll(this.ailing.keySet());
			this.sight = this.sight.isZero() ? Duration.ZERO : this.sight.minus(STEP);
			this.referee.look(now(), (this.sight.isZero() ? Duration.ZERO : LEASE).plusMillis(500));
		}
	}

	/**
	 * Note that a controller may be blind for a while, and an instance gone.
	 */
	void ail(Instance instance, Duration duration) {
		this.sight = LEASE.multipliedBy(2);
		this.ailing.merge(instance.identity.id(), now().plus(duration).plus(LEASE.multipliedBy(4)),
				(one, other) -> one.isAfter(other) ? one : other);
	}

	/**
	 * Let etcd forget one of its leases.
	 */
	void lose() {
		List<Long> leases = this.etcd.leases();
		if (!leases.isEmpty()) {
			this.etcd.end(leases.get(this.random.nextInt(leases.size())));
			this.instances.values().forEach((instance) -> ail(instance, Duration.ZERO));
		}
	}

	Instance any() {
		return new ArrayList<>(this.instances.values()).get(this.random.nextInt(this.instances.size()));
	}

	void kill(Instance instance) {
		ail(instance, Duration.ZERO);
		instance.process.freeze();
		instance.link.cut = true;
		this.instances.values().remove(instance);
	}

	void restart(Instance instance) {
		kill(instance);
		twin(instance);
	}

	void leave(Instance instance) {
		this.instances.values().remove(instance);
		instance.process.execute(() -> {
			instance.controller.stop();
			instance.registration.leave();
		});
	}

	void heal() {
		endOutage();
		this.instances.values().forEach(Instance::heal);
		this.refused.clear();
	}

	/**
	 * One instance.
	 */
	final class Instance {

		final Identity identity;

		final MemoryEtcd.Link link = SimulatedFleet.this.etcd.new Link();

		final VirtualTime.Process process = SimulatedFleet.this.time.new Process();

		final FleetRegistration registration;

		final Controller controller;

		private Outcome outcome = Outcome.PASSED;

		private long followed;

		private RolloutState state = RolloutState.INITIAL;

		private Instant until = Instant.MIN;

		Instance(String id) {
			this.process.set(skew(), SimulatedFleet.this.random.nextLong() / 2);
			this.identity = new Identity(id, Map.of("zone", (id.hashCode() % 2 == 0) ? "a" : "b"));
			ControlSettings settings = new ControlSettings(this.identity, KEYS, List.of(SHOP), LEASE, true,
					Duration.ofSeconds(5), MirrorSettings.defaults());
			Surroundings<WritableStore> surroundings = new Surroundings<>(this.link, this.process,
					SimulatedFleet.this.random::nextDouble);
			this.registration = new FleetRegistration(surroundings, settings,
					List.of(new BeanGuardSensor((name) -> (version) -> this.outcome)), Runnable::run);
			this.controller = new Controller(surroundings, settings, SHOP);
			this.process.execute(this.registration::start);
			this.registration.measure(true);
		}

		/**
		 * Be as it is until a time.
		 */
		void ail(Duration duration) {
			this.until = now().plus(duration);
			SimulatedFleet.this.ail(this, duration);
		}

		void judge(Outcome outcome) {
			this.outcome = outcome;
		}

		void heal() {
			this.process.thaw();
			this.link.losesAnswers = false;
			this.link.deliverHeld();
			this.link.held.clear();
			this.link.heal();
			this.outcome = Outcome.PASSED;
			this.until = Instant.MIN;
		}

		void follow() {
			if (this.until != Instant.MIN && now().isAfter(this.until)) {
				heal();
			}
			if (SimulatedFleet.this.etcd.entries(KEYS.state(SHOP)).isEmpty() && this.state.phase().isActive()
					&& !this.link.cut) {
				RolloutState ended = Transition
					.of(this.state, new Command.Abort(), "nobody", VirtualTime.ORIGIN, "deleted")
					.state();
				this.state = ended;
				this.process.execute(() -> follow(ended, SimulatedFleet.this.etcd.revision()));
			}
			for (KeyValue entry : SimulatedFleet.this.etcd.entries(KEYS.state(SHOP))) {
				if (entry.modRevision() > this.followed && !this.link.cut
						&& SimulatedFleet.this.random.nextInt(3) > 0) {
					this.followed = entry.modRevision();
					this.state = RolloutFormat.read(entry.value(), RolloutState.class);
					this.process.execute(
							() -> follow(RolloutFormat.read(entry.value(), RolloutState.class), entry.modRevision()));
				}
			}
		}

		private void follow(RolloutState state, long revision) {
			String wanted = state.versionFor(this.identity);
			boolean some = !state.requestRules().isEmpty() && !state.isCandidateFor(this.identity);
			String candidate = some ? state.candidate() : null;
			boolean refuses = SimulatedFleet.this.refused
				.contains(this.identity.id() + " " + ((wanted != null) ? wanted : ""))
					&& !Objects.equals(wanted, state.stable());
			Following following = new Following(SHOP, state, revision, refuses ? state.stable() : wanted, candidate,
					refuses ? Verdict.REFUSED : Verdict.ACCEPTED, refuses ? "no" : null);
			this.registration.followed(following);
			this.controller.followed(following);
		}

		/**
		 * Ask whether the fleet knows what this instance runs.
		 */
		boolean isKnown() {
			RolloutState state = SimulatedFleet.this.referee.state();
			FleetMember member = SimulatedFleet.this.referee.members().get(this.identity.id());
			if (member == null || state.equals(RolloutState.INITIAL)) {
				return member != null;
			}
			return Objects.equals(member.version(), state.versionFor(this.identity))
					&& (state.phase() != Phase.RUNNING || member.verdict() == Verdict.ACCEPTED);
		}

	}

}
