package io.setpoint.rollout;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a rollout now.
 *
 * @param command what is to be done, or {@code null} if it is to be left as it is
 * @param reason why, in words
 * @param guards what the guards of the current stage say, as far as they were asked
 * @since 0.1.0
 */
public record Decision(@Nullable Command command, String reason, List<GuardVerdict> guards) {

	public Decision {
		guards = List.copyOf(guards);
	}

	static Decision to(Command command, String reason, List<GuardVerdict> guards) {
		return new Decision(command, reason, guards);
	}

	static Decision hold(String reason, List<GuardVerdict> guards) {
		return new Decision(null, reason, guards);
	}

}
