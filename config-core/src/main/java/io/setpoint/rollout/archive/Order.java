package io.setpoint.rollout.archive;

import java.time.Instant;

import io.setpoint.rollout.Command;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Person;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.store.OneLine;
import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;

/**
 * A command as somebody gives it.
 *
 * @param configuration the name of the configuration
 * @param command the command
 * @param by who gives it
 * @param reason why, or {@code null}
 * @param unjudged whether the fleet has not judged what it is about
 * @param seen the state that it is given to, {@code null} for whatever is there
 */
record Order(String configuration, Command command, String by, @Nullable String reason, boolean unjudged,
		@Nullable Sighting seen) {

	/**
	 * Refuse an order that cannot be told in the history.
	 */
	void check() {
		check(Person.problem("'by'", this.by));
		check(Line.problem("'reason'", this.reason, HistoryEntry.LONGEST_REASON));
	}

	static void check(@Nullable String problem) {
		if (problem != null) {
			throw new IllegalArgumentException(problem);
		}
	}

	/**
	 * To go back is meant from where it was seen first: somebody else who goes back in
	 * the same moment must not make it go back twice.
	 * @param first the state that was seen first
	 * @return the order, with the version that it leads to
	 */
	Order meant(RolloutState first) {
		if (this.command instanceof Command.Rollback rollback && rollback.version() == null) {
			Command.Rollback back = new Command.Rollback(first.phase().isActive() ? first.stable() : first.previous());
			return new Order(this.configuration, back, this.by, this.reason, this.unjudged, this.seen);
		}
		return this;
	}

	/**
	 * Return the version that it is about.
	 * @return the id, or {@code null}
	 */
	@Nullable String version() {
		if (this.command instanceof Command.Start start) {
			return start.candidate();
		}
		if (this.command instanceof Command.Release release) {
			return release.version();
		}
		return (this.command instanceof Command.Rollback rollback) ? rollback.version() : null;
	}

	/**
	 * To stop something is meant whatever it has become in the meantime; to go on is
	 * meant from where it was seen.
	 * @return whether it can be given again after somebody else was faster
	 */
	boolean holdsWhateverHappens() {
		return this.command instanceof Command.Abort || this.command instanceof Command.Pause
				|| this.command instanceof Command.Rollback || this.command instanceof Command.Release;
	}

	/**
	 * Return whether it was meant for another state: to stop something is meant for one
	 * rollout, to go on for one state, and so is everything where there was no rollout.
	 * @param state the state that it would be given to
	 * @return whether that is another one than was seen
	 */
	boolean isOvertakenBy(RolloutState state) {
		if (this.seen == null) {
			return false;
		}
		boolean wherever = holdsWhateverHappens() && this.seen.rollout() != null;
		return wherever ? !this.seen.isOfRolloutOf(state) : !this.seen.isOf(state);
	}

	Transition transition(RolloutState before, Instant at) {
		Transition transition = Transition.of(before, this.command, this.by, at, this.reason);
		return this.unjudged ? transition.withoutVerdict() : transition;
	}

	RolloutConflictException overtakenBy(@Nullable HistoryEntry entry) {
		String what = (entry != null)
				? " ('" + OneLine.name(entry.by()) + "' gave '" + OneLine.name(entry.action()) + "' to it)" : "";
		return new RolloutConflictException("The rollout of '" + this.configuration + "' has moved on since you looked"
				+ what + ", so '" + this.command.action() + "' was not done: look again and decide anew");
	}

	RolloutConflictException conflict() {
		return new RolloutConflictException("Somebody else has changed the rollout of '" + this.configuration
				+ "' in the same moment, so '" + this.command.action() + "' was not done: look again and decide anew");
	}

}
