package io.setpoint.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What can be done to a rollout.
 *
 * @since 0.1.0
 */
public sealed interface Command {

	/**
	 * Return the word for it.
	 * @return the word, as in the history and in refusals
	 */
	String action();

	/**
	 * What can be done to a rollout once it is started, or in its place. Operators give
	 * these commands; the controller gives some of them too, and others that nobody else
	 * may.
	 */
	sealed interface Steering extends Command {

	}

	/**
	 * Start a rollout.
	 *
	 * @param candidate the version
	 * @param plan the plan
	 * @param salt a salt that no rollout before had
	 */
	record Start(String candidate, Plan plan, String salt) implements Command {

		@Override
		public String action() {
			return "start";
		}

	}

	/**
	 * Approve a rollout that waits for it.
	 */
	record Approve() implements Steering {

		@Override
		public String action() {
			return "approve";
		}

	}

	/**
	 * Let nothing move until {@link Resume}.
	 */
	record Pause() implements Steering {

		@Override
		public String action() {
			return "pause";
		}

	}

	/**
	 * Go on where it was paused; the bake time goes on too.
	 */
	record Resume() implements Steering {

		@Override
		public String action() {
			return "resume";
		}

	}

	/**
	 * Go on to the next stage, or after the last one make the candidate the stable
	 * version.
	 */
	record Promote() implements Steering {

		@Override
		public String action() {
			return "promote";
		}

	}

	/**
	 * Take more instances into the cohort of the current stage. Only the controller knows
	 * which.
	 *
	 * @param cohort the cohort
	 */
	record Extend(Cohort cohort) implements Command {

		@Override
		public String action() {
			return "extend";
		}

	}

	/**
	 * End the rollout; everybody has the stable version.
	 */
	record Abort() implements Steering {

		@Override
		public String action() {
			return "abort";
		}

	}

	/**
	 * Go back: out of a rollout to the stable version, or else to a version before.
	 *
	 * @param version the version, {@code null} for the stable version of a rollout that
	 * is under way, and else the one that was stable before; never the candidate of a
	 * rollout that is under way
	 */
	record Rollback(@Nullable String version) implements Steering {

		@Override
		public String action() {
			return "rollback";
		}

	}

	/**
	 * Give a version to everybody at once, whatever is under way.
	 *
	 * @param version the version
	 */
	record Release(String version) implements Steering {

		@Override
		public String action() {
			return "release";
		}

	}

}
