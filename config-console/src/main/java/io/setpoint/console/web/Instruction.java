package io.setpoint.console.web;

import io.setpoint.rollout.archive.Sighting;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What is sent with every command: what the person had seen, and why it is given.
 *
 * @param seen the serial of the state that was shown
 * @param rollout the salt of its rollout, may be empty
 * @param reason why, may be empty
 */
record Instruction(@Nullable Long seen, @Nullable String rollout, @Nullable String reason) {

	private static final long NEVER = -1;

	/**
	 * Return the state that the command is given to. A form that does not say which one
	 * was shown meets none.
	 * @return the state
	 */
	Sighting sighting() {
		return new Sighting((this.seen != null) ? this.seen : NEVER,
				StringUtils.hasText(this.rollout) ? this.rollout : null);
	}

	/**
	 * Return why it is given, as the history keeps it.
	 * @return the reason, {@code null} for none
	 */
	@Nullable String why() {
		return StringUtils.hasText(this.reason) ? this.reason.strip() : null;
	}

}
