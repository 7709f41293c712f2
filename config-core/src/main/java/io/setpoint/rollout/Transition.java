package io.setpoint.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One step of a rollout's state machine: the state after it and its entry in the history,
 * which are written together or not at all.
 *
 * @param state the state after
 * @param entry the entry in the history
 * @since 0.1.0
 */
public record Transition(RolloutState state, HistoryEntry entry) {

	/**
	 * Apply a command to a state.
	 * @param before the state
	 * @param command the command
	 * @param by who gives it
	 * @param at the time
	 * @param reason why, or {@code null}
	 * @return the transition
	 * @throws TransitionRefusedException if the state does not allow it
	 */
	public static Transition of(RolloutState before, Command command, String by, Instant at, @Nullable String reason) {
		RolloutState after = new Step(before, by, at, reason).apply(command);
		HistoryEntry entry = new HistoryEntry(after.serial(), at, by, command.action(), before.phase(), after.phase(),
				after.stable(), after.candidate(), after.stage(), after.cohort().size(), reason, List.of());
		return new Transition(after, entry);
	}

	/**
	 * Note in the history that a version was published which the fleet had not judged.
	 * Nothing else of the state changes.
	 * @param before the state
	 * @param version the id of the version
	 * @param by who has published it
	 * @param at the time
	 * @return the transition
	 */
	public static Transition ofUnjudged(RolloutState before, String version, String by, Instant at) {
		RolloutState after = before.behind(before.serial() + 1);
		HistoryEntry entry = new HistoryEntry(after.serial(), at, by, "publish", before.phase(), after.phase(),
				after.stable(), after.candidate(), after.stage(), after.cohort().size(),
				"version '" + version + "' was published unjudged", List.of());
		return new Transition(after, entry).withoutVerdict();
	}

	/**
	 * Return this transition as one that the fleet has not judged.
	 * @return the transition, whose entry in the history says so
	 */
	public Transition withoutVerdict() {
		return new Transition(this.state, this.entry.withoutVerdict());
	}

	/**
	 * Return this transition with what guards in dry run said of the stage that it ends.
	 * @param guards what guards say
	 * @return the transition, whose entry in the history has those in dry run
	 */
	public Transition judged(List<GuardVerdict> guards) {
		return new Transition(this.state, this.entry.with(guards.stream().filter(GuardVerdict::dryRun).toList()));
	}

	/**
	 * A command in the making.
	 *
	 * @param before the state before
	 * @param by who gives it
	 * @param at the time
	 * @param reason why
	 */
	private record Step(RolloutState before, String by, Instant at, @Nullable String reason) {

		RolloutState apply(Command command) {
			if (command instanceof Command.Start start) {
				return start(start);
			}
			if (command instanceof Command.Release release) {
				return released(release.version(), Phase.COMPLETED);
			}
			if (command instanceof Command.Rollback rollback) {
				return rollback(rollback);
			}
			if (!this.before.phase().isActive()) {
				throw refused(command, "there is no rollout under way: " + ended());
			}
			return active(command);
		}

		private RolloutState active(Command command) {
			if (command instanceof Command.Approve approve) {
				return approve(approve);
			}
			if (command instanceof Command.Pause) {
				require(command, Phase.RUNNING);
				return next(Phase.PAUSED).state();
			}
			if (command instanceof Command.Resume) {
				require(command, Phase.PAUSED);
				Cohort cohort = this.before.cohort().withoutExpectations();
				return next(Phase.RUNNING).cohort(cohort).baked(bakedAtMost()).state();
			}
			if (command instanceof Command.Promote) {
				require(command, Phase.RUNNING);
				return promote();
			}
			if (command instanceof Command.Extend extend) {
				require(command, Phase.RUNNING);
				return extend(extend);
			}
			return next(Phase.ABORTED).cohort(Cohort.NONE).state();
		}

		/**
		 * Return how long the stage has baked, without what it was waited for beyond its
		 * bake: who resumes wants it to be waited for anew.
		 * @return how long, at most the bake time of the stage
		 */
		private Duration bakedAtMost() {
			Duration bake = Objects.requireNonNull(this.before.currentStage()).bake();
			return (this.before.baked().compareTo(bake) < 0) ? this.before.baked() : bake;
		}

		private RolloutState start(Command.Start start) {
			if (this.before.phase().isActive()) {
				throw refused(start, "the rollout of '" + this.before.candidate() + "' is " + this.before.phase()
						+ ": one at a time, end it first");
			}
			if (start.candidate().equals(this.before.stable())) {
				throw refused(start, "'" + start.candidate() + "' is the stable version already");
			}
			boolean waits = start.plan().approval() == Approval.REQUIRED;
			return entering(waits ? Phase.PROPOSED : Phase.RUNNING, 0,
					waits ? Cohort.NONE : Cohort.NONE.following(start.plan().stages().subList(0, 1)))
				.candidate(start.candidate())
				.plan(start.plan(), start.salt())
				.author(this.by)
				.approvedBy(null)
				.state();
		}

		private RolloutState approve(Command.Approve approve) {
			require(approve, Phase.PROPOSED);
			if (Person.isSame(this.by, this.before.author())) {
				throw refused(approve, "'" + this.by + "' is its author: somebody else has to approve it");
			}
			Cohort cohort = Cohort.NONE.following(this.before.stagesSoFar());
			return entering(Phase.RUNNING, 0, cohort).approvedBy(this.by).state();
		}

		private RolloutState promote() {
			Plan plan = Objects.requireNonNull(this.before.plan());
			int next = this.before.stage() + 1;
			if (next == plan.stages().size()) {
				return entering(Phase.COMPLETED, this.before.stage(), Cohort.NONE)
					.stable(this.before.candidate(), this.before.stable())
					.state();
			}
			Cohort cohort = this.before.cohort().following(plan.stages().subList(0, next + 1));
			return entering(Phase.RUNNING, next, cohort).state();
		}

		private RolloutState extend(Command.Extend extend) {
			if (!extend.cohort().instances().containsAll(this.before.cohort().instances())) {
				throw refused(extend, "the cohort would lose instances: whoever is in stays in");
			}
			return next(Phase.RUNNING).because(this.before.reason())
				.cohort(extend.cohort())
				.stageSince(this.before.awaitsFirstInstance() ? this.at : this.before.stageSince())
				.state();
		}

		private RolloutState rollback(Command.Rollback rollback) {
			if (this.before.phase().isActive()) {
				String version = (rollback.version() != null) ? rollback.version() : this.before.stable();
				if (Objects.equals(rollback.version(), this.before.candidate())) {
					throw refused(rollback, "'" + version + "' is the candidate: name a version before it, or none");
				}
				StateDraft draft = next(Phase.ROLLED_BACK).cohort(Cohort.NONE);
				String stable = this.before.stable();
				return (version == null || version.equals(stable)) ? draft.state()
						: draft.stable(version, stable).state();
			}
			String version = (rollback.version() != null) ? rollback.version() : this.before.previous();
			if (version == null) {
				throw refused(rollback, "no version was stable before: name the one to go back to");
			}
			if (version.equals(this.before.stable())) {
				throw refused(rollback, "'" + version + "' is the stable version already");
			}
			return released(version, Phase.ROLLED_BACK);
		}

		private RolloutState released(String version, Phase phase) {
			String stable = this.before.stable();
			return entering(phase, 0, Cohort.NONE)
				.stable(version, version.equals(stable) ? this.before.previous() : stable)
				.candidate(version)
				.plan(null, null)
				.author(this.by)
				.approvedBy(null)
				.state();
		}

		/**
		 * Begin a stage, or end the last one, of which nothing has baked.
		 * @param phase the phase
		 * @param stage the index of the stage
		 * @param cohort who has the candidate
		 * @return the draft
		 */
		private StateDraft entering(Phase phase, int stage, Cohort cohort) {
			return next(phase).stage(stage).cohort(cohort).baked(Duration.ZERO);
		}

		private StateDraft next(Phase phase) {
			return StateDraft.of(this.before)
				.serial(this.before.serial() + 1)
				.phase(phase)
				.stageSince((phase == Phase.RUNNING) ? this.at : null)
				.because(this.reason)
				.since(this.at);
		}

		private void require(Command command, Phase phase) {
			if (this.before.phase() != phase) {
				throw refused(command, "the rollout of '" + this.before.candidate() + "' is " + this.before.phase()
						+ ", not " + phase);
			}
		}

		private String ended() {
			String candidate = this.before.candidate();
			return (candidate != null) ? "the one of '" + candidate + "' is " + this.before.phase()
					: "none was ever started";
		}

		private TransitionRefusedException refused(Command command, String why) {
			return new TransitionRefusedException(command.action(), this.before.phase(),
					"Refused to " + command.action() + ": " + why);
		}

	}

}
