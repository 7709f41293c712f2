package io.setpoint.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.setpoint.instance.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration is: what is stable, and how far the rollout of a candidate has
 * come. Kept in one key and changed by compare-and-set only.
 *
 * @param serial the number of the transition that led here, 0 before the first one
 * @param stable the version that everybody has who has not the candidate, {@code null}
 * before the first one
 * @param previous the version that was stable before, or {@code null}
 * @param candidate the version of the rollout, the last one if none is under way, or
 * {@code null}
 * @param phase the phase of the rollout
 * @param stage the index of the current stage
 * @param cohort who has the candidate
 * @param salt what makes the cohorts of this rollout others than those of the next one
 * @param plan the plan of the rollout, {@code null} if a version was given to everybody
 * without one
 * @param author who started the rollout, or gave the version to everybody
 * @param approvedBy who approved it, or {@code null}
 * @param stageSince when the stage was entered or resumed, or had its first instance, by
 * the clock of whoever did it: shown, and told apart by, but never subtracted from the
 * time of another clock
 * @param baked how long the stage had baked before that, or, of one that is paused, in
 * all
 * @param reason why it is as it is
 * @param since since when it is as it is
 * @since 0.1.0
 */
public record RolloutState(long serial, @Nullable String stable, @Nullable String previous, @Nullable String candidate,
		Phase phase, int stage, Cohort cohort, @Nullable String salt, @Nullable Plan plan, @Nullable String author,
		@Nullable String approvedBy, @Nullable Instant stageSince, Duration baked, @Nullable String reason,
		Instant since) {

	/**
	 * Nothing has ever been released.
	 */
	public static final RolloutState INITIAL = new RolloutState(0, null, null, null, Phase.COMPLETED, 0, Cohort.NONE,
			null, null, null, null, null, Duration.ZERO, null, Instant.EPOCH);

	public RolloutState {
		if (phase == null || since == null) {
			throw new InvalidRolloutStateException("It needs a phase and a time");
		}
		if (serial < 0 || serial > RolloutKeys.LAST_SERIAL) {
			throw new InvalidRolloutStateException(
					"Its serial is none: the serials of a history go from 1 to " + RolloutKeys.LAST_SERIAL);
		}
		cohort = (cohort != null) ? cohort : Cohort.NONE;
		if (!isId(stable) || !isId(candidate)) {
			throw new InvalidRolloutStateException("It names a version by an id that is not allowed");
		}
		baked = (baked != null) ? baked : Duration.ZERO;
		if (phase.isActive()
				&& (candidate == null || plan == null || salt == null || stage < 0 || stage >= plan.stages().size())) {
			throw new InvalidRolloutStateException(
					"A rollout that is " + phase + " needs a candidate, a plan, a salt" + " and a stage of the plan");
		}
		if (phase == Phase.RUNNING && stageSince == null) {
			throw new InvalidRolloutStateException("A rollout that is RUNNING needs the time when its stage began");
		}
	}

	private static boolean isId(@Nullable String version) {
		return version == null || Version.ID.matcher(version).matches();
	}

	/**
	 * Return the version that an instance has for whatever is not decided by request.
	 * @param instance the instance
	 * @return the version, {@code null} if nothing has been released to it
	 */
	public @Nullable String versionFor(Identity instance) {
		return isCandidateFor(instance) ? this.candidate : this.stable;
	}

	/**
	 * Return whether an instance has the candidate for everything it does.
	 * @param instance the instance
	 * @return whether it is in the cohort of a rollout that is under way
	 */
	public boolean isCandidateFor(Identity instance) {
		return this.phase.isExposed() && this.cohort.includes(instance);
	}

	/**
	 * Return whether an instance runs the candidate for everything it does. It goes on to
	 * until the rollout ends, because a cohort only grows, so nobody need wait for it to
	 * follow a later state.
	 * @param member what the instance says
	 * @return whether it has the candidate and has accepted it in this rollout
	 */
	public boolean isRunBy(FleetMember member) {
		return member.verdict() == FleetMember.Verdict.ACCEPTED && isCandidateFor(member.identity())
				&& Objects.equals(member.version(), this.candidate) && Objects.equals(member.rollout(), this.salt);
	}

	/**
	 * Return what decides which requests have the candidate.
	 * @return the rules, empty if requests are not told apart
	 */
	public List<Cohort.Rule> requestRules() {
		return this.phase.isExposed() ? this.cohort.requestRules() : List.of();
	}

	/**
	 * Return the current stage.
	 * @return the stage, {@code null} if no rollout is under way
	 */
	public @Nullable Stage currentStage() {
		return (this.phase.isActive() && this.plan != null) ? this.plan.stages().get(this.stage) : null;
	}

	/**
	 * Return whether the rollout runs and no instance is known yet to have the candidate,
	 * so that nothing has baked: its stage begins to bake with the first one.
	 * @return whether it waits for its first instance
	 */
	public boolean awaitsFirstInstance() {
		return this.phase == Phase.RUNNING && this.cohort.isEmpty() && this.baked.isZero();
	}

	/**
	 * Return this state with what its stage is known to have baked by now, which is
	 * nothing while it {@link #awaitsFirstInstance() waits for its first instance}. To be
	 * paused or ended from, not to go on from: it says of no moment since when that is
	 * known.
	 * @param baked how long the stage has baked at least, pauses left out
	 * @return the state, with the longer of both times
	 */
	public RolloutState knownToHaveBaked(Duration baked) {
		return (awaitsFirstInstance() || baked.compareTo(this.baked) <= 0) ? this
				: StateDraft.of(this).baked(baked).state();
	}

	/**
	 * Return this state behind the last entry of a history.
	 * @param serial the serial of that entry
	 * @return the state, with the higher serial of both
	 */
	public RolloutState behind(long serial) {
		return (serial <= this.serial) ? this : StateDraft.of(this).serial(serial).state();
	}

	/**
	 * Return this state with other expectations.
	 * @param expected who of the cohort must not vanish
	 * @return the state
	 */
	public RolloutState expecting(Cohort expected) {
		return StateDraft.of(this)
			.cohort(new Cohort(this.cohort.instances(), expected.expected(), this.cohort.rules(),
					expected.incarnations()))
			.state();
	}

	List<Stage> stagesSoFar() {
		return (this.plan != null) ? this.plan.stages().subList(0, this.stage + 1) : List.of();
	}

}
