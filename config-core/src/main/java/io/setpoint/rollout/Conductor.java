package io.setpoint.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a rollout goes on. The same state, fleet and bake time always give the same
 * decision, so it does not matter which instance asks.
 *
 * @since 0.1.0
 */
public final class Conductor {

	private Conductor() {
	}

	/**
	 * Decide how a rollout goes on.
	 * @param state its state
	 * @param revision the etcd revision of the state
	 * @param fleet the instances
	 * @param baked how long the stage has baked, by the clock of whoever asks
	 * @return what is to be done
	 */
	public static Decision decide(RolloutState state, long revision, Fleet fleet, Duration baked) {
		if (state.phase() != Phase.RUNNING) {
			return Decision.hold("The rollout is " + state.phase(), List.of());
		}
		return new Look(state, revision, fleet, baked).decide();
	}

	/**
	 * One look at a rollout that is running.
	 *
	 * @param state its state
	 * @param revision the etcd revision of the state
	 * @param fleet the instances
	 * @param baked how long its stage has baked
	 */
	private record Look(RolloutState state, long revision, Fleet fleet, Duration baked) {

		Decision decide() {
			Set<String> crashed = crashed();
			if (!crashed.isEmpty()) {
				return back(gone(crashed) + " crashed and came back", List.of());
			}
			Set<String> missing = missing();
			if (!missing.isEmpty()) {
				return this.fleet.settled() ? back(gone(missing) + " vanished", List.of())
						: Decision.hold("Waiting for " + gone(missing) + " to come back", List.of());
			}
			FleetMember refusing = refusing();
			if (refusing != null) {
				String reason = (refusing.reason() != null) ? ": " + refusing.reason() : "";
				return back("instance " + refusing.instance() + " refused '" + this.state.candidate() + "'" + reason,
						List.of());
			}
			Cohort cohort = this.state.cohort()
				.filled(this.state.stagesSoFar(), this.fleet.live(), this.fleet.incarnations(),
						Objects.requireNonNull(this.state.salt()));
			if (!cohort.equals(this.state.cohort())) {
				int size = this.fleet.members().size();
				return Decision.to(new Command.Extend(cohort),
						"the fleet has " + size + ((size == 1) ? " live instance" : " live instances"), List.of());
			}
			return judge();
		}

		private Set<String> missing() {
			Set<String> missing = new TreeSet<>(this.state.cohort().expected());
			missing.removeAll(this.fleet.byId().keySet());
			missing.removeIf((id) -> this.fleet.hasLeft(id, this.state.cohort().incarnations().get(id)));
			return missing;
		}

		/**
		 * Return who is another process than the one that must not vanish, which has said
		 * no goodbye.
		 * @return the ids
		 */
		private Set<String> crashed() {
			Map<String, String> live = this.fleet.incarnations();
			Set<String> crashed = new TreeSet<>();
			this.state.cohort().incarnations().forEach((id, incarnation) -> {
				String now = live.get(id);
				if (now != null && !now.equals(incarnation) && !this.fleet.hasLeft(id, incarnation)) {
					crashed.add(id);
				}
			});
			return crashed;
		}

		private static String gone(Set<String> missing) {
			return ((missing.size() == 1) ? "instance " : "instances ") + Names.of(missing);
		}

		private @Nullable FleetMember refusing() {
			return canary().stream()
				.filter((member) -> member.verdict() == Verdict.REFUSED && member.revision() >= this.revision)
				.findFirst()
				.orElse(null);
		}

		private List<FleetMember> canary() {
			return this.fleet.canary(this.state.cohort());
		}

		private Decision judge() {
			Stage stage = Objects.requireNonNull(this.state.currentStage());
			List<GuardVerdict> guards = new Judgement(this.state, canary(), this.fleet.members()).of(stage);
			String failed = texts(guards, Outcome.FAILED);
			if (!failed.isEmpty()) {
				return back(failed, guards);
			}
			String waiting = waiting(guards);
			if (waiting.isEmpty()) {
				Duration left = stage.bake().minus(this.baked);
				return (left.isZero() || left.isNegative()) ? promote(stage, guards)
						: Decision.hold("stage " + number() + " bakes for another " + Span.text(left), guards);
			}
			Duration limit = stage.bake().plus(Objects.requireNonNull(this.state.plan()).patience());
			return (this.baked.compareTo(limit) > 0)
					? Decision.to(new Command.Pause(), "stage " + number() + " has come to nothing: " + waiting, guards)
					: Decision.hold(waiting, guards);
		}

		private Decision promote(Stage stage, List<GuardVerdict> guards) {
			String passed = guards.stream()
				.filter((verdict) -> verdict.outcome() == Outcome.PASSED)
				.map(GuardVerdict::guard)
				.collect(Collectors.joining(", "));
			return Decision.to(new Command.Promote(), "stage " + number() + " (" + stage + ") has baked for "
					+ Span.text(stage.bake()) + (passed.isEmpty() ? "" : ", guards passed: " + passed), guards);
		}

		private String waiting(List<GuardVerdict> guards) {
			List<FleetMember> canary = canary();
			if (canary.isEmpty()) {
				return "no live instance is to have the candidate";
			}
			String pending = Names
				.of(canary.stream().filter((member) -> !hasFollowed(member)).map(FleetMember::instance).toList());
			return pending.isEmpty() ? texts(guards, Outcome.INCONCLUSIVE) : "not followed yet by instance " + pending;
		}

		private boolean hasFollowed(FleetMember member) {
			return this.state.isRunBy(member)
					|| (member.verdict() == Verdict.ACCEPTED && member.revision() >= this.revision);
		}

		private static String texts(List<GuardVerdict> guards, Outcome outcome) {
			return guards.stream()
				.filter((verdict) -> verdict.outcome() == outcome && !verdict.dryRun())
				.map(GuardVerdict::text)
				.collect(Collectors.joining("; "));
		}

		private String number() {
			return (this.state.stage() + 1) + " of " + Objects.requireNonNull(this.state.plan()).stages().size();
		}

		private static Decision back(String reason, List<GuardVerdict> guards) {
			return Decision.to(new Command.Rollback(null), reason, guards);
		}

	}

}
