package io.setpoint.rollout.archive;

import java.util.Objects;

import io.setpoint.rollout.RolloutState;
import org.jspecify.annotations.Nullable;

/**
 * A state as somebody has seen it before a command is given to it. A copy of etcd lags,
 * so that the state which the command meets may be another one.
 *
 * @param serial the serial of the state
 * @param rollout the salt of its rollout, {@code null} if it has none
 * @since 0.1.0
 */
public record Sighting(long serial, @Nullable String rollout) {

	/**
	 * See a state.
	 * @param state the state
	 * @return what tells it from others
	 */
	public static Sighting of(RolloutState state) {
		return new Sighting(state.serial(), state.salt());
	}

	boolean isOf(RolloutState state) {
		return this.serial == state.serial();
	}

	boolean isOfRolloutOf(RolloutState state) {
		return Objects.equals(this.rollout, state.salt());
	}

}
