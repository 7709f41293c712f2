package io.setpoint.acceptance;

import io.setpoint.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Decides for requests which side of rollouts they are on.
 *
 * @since 0.1.0
 */
public interface Assigner {

	/**
	 * Return whether requests have to be told apart now.
	 * @return whether a rollout is over requests
	 */
	boolean isVaried();

	/**
	 * Decide for a request which side of rollouts it is on.
	 * @param subject whom the request is for, {@code null} if that is not known
	 * @return the assignment, to be closed when the request has ended; {@code null} while
	 * no rollout is over requests
	 */
	@Nullable Assignment assign(@Nullable Subject subject);

}
