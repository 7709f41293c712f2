package io.setpoint.console.web;

import java.time.Instant;
import java.util.List;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The rollout of a configuration as it is shown.
 *
 * @param card what the overview says too
 * @param state where it is
 * @param stageSince when the stage began, or {@code null}
 * @param steps its stages
 * @param guards the guards of the current stage
 * @param squares its fleet
 * @param actions what can be done
 * @param warning what keeps it from moving, or {@code null}
 */
record RolloutView(Card card, RolloutState state, Times.@Nullable Moment stageSince, List<Steps.Step> steps,
		List<GuardRow> guards, Squares squares, List<Action> actions, @Nullable String warning) {

	private static final int SQUARES = 1000;

	static RolloutView of(Configuration configuration, Action.Scene scene, Links links, Times times, long now) {
		RolloutState state = configuration.state();
		return new RolloutView(Card.of(configuration, links, times), state, times.moment(state.stageSince()),
				Steps.of(configuration, now), GuardRow.of(configuration), Squares.of(configuration, SQUARES),
				actions(state, scene), warning(configuration));
	}

	private static List<Action> actions(RolloutState state, Action.Scene scene) {
		String stable = (state.stable() != null) ? state.stable() : "no version";
		String back = state.phase().isActive() ? stable
				: (state.previous() != null) ? state.previous() : "the version before";
		return List.of(Action.of("approve", "Approve", "The first stage gets the candidate.", scene),
				Action.of("promote", "Promote", "The next stage begins, or after the last one the candidate is stable.",
						scene),
				Action.of("pause", "Pause", "Who has the candidate keeps it, and nothing moves.", scene),
				Action.of("resume", "Resume", "It goes on where it was paused.", scene),
				Action.of("abort", "Abort", "The rollout ends and everybody has " + stable + ".", scene),
				Action.of("rollback", "Roll back", "Everybody has " + back + " again.", scene));
	}

	private static @Nullable String warning(Configuration configuration) {
		if (configuration.state().phase() != Phase.RUNNING || configuration.conductor() != null) {
			return null;
		}
		return configuration.members().isEmpty()
				? "No instance is alive, so nobody moves this rollout. It can be ended here all the same."
				: "No instance conducts this rollout at the moment. If that lasts, look whether the instances may write"
						+ " to etcd and have 'setpoint.rollout.controller' on.";
	}

	/**
	 * What commands depend on.
	 * @param configuration the configuration
	 * @param person who gives them
	 * @param outage why etcd cannot be written to, {@code null} if it can
	 * @param now the time of day
	 * @return what they depend on
	 */
	static Action.Scene scene(Configuration configuration, Rights person, @Nullable StoreException outage,
			Instant now) {
		return new Action.Scene(configuration.name(), configuration.state(), person, outage, now);
	}

}
