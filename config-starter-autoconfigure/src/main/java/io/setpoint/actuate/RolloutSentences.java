package io.setpoint.actuate;

import org.jspecify.annotations.Nullable;

/**
 * Says what a bare status of {@code /actuator/rollouts} means, and what to do.
 */
final class RolloutSentences {

	private static final int BAD_REQUEST = 400;

	private static final int NOT_FOUND = 404;

	private static final int NOT_ALLOWED = 405;

	private static final int UNSUPPORTED = 415;

	private RolloutSentences() {
	}

	/**
	 * Return the sentence for a status.
	 * @param status the status
	 * @param writable whether write access is granted
	 * @return the sentence, {@code null} if there is none
	 */
	static @Nullable String of(int status, boolean writable) {
		return switch (status) {
			case BAD_REQUEST -> "The request cannot be read: send one JSON object whose values are text, or"
					+ " objects where they are a plan, a document, tags or keys";
			case NOT_FOUND -> "There is nothing at this address: read /rollouts/{configuration}, followed by nothing or"
					+ " one of versions, versions/{id}, history, fleet, compare, or post to"
					+ " /rollouts/{configuration}/{action}, the action being one of " + RolloutAction.words();
			case NOT_ALLOWED -> writable
					? "Read with GET; do something with POST to /rollouts/{configuration}/{action}, the action being one"
							+ " of " + RolloutAction.words()
					: "This instance only lets read: set 'management.endpoint.rollouts.access=unrestricted' on one that"
							+ " may write";
			case UNSUPPORTED -> "Only JSON is read: send it with 'Content-Type: application/json'";
			default -> null;
		};
	}

	/**
	 * Return the sentence for a status where the endpoint is not exposed.
	 * @param status the status
	 * @return the sentence, {@code null} if there is none
	 */
	static @Nullable String unexposed(int status) {
		return (status != NOT_FOUND) ? null
				: "Rollouts are not exposed here: add 'rollouts' to 'management.endpoints.web.exposure.include', and set"
						+ " 'management.endpoint.rollouts.access=unrestricted' where something may be done";
	}

	/**
	 * Return the sentence for a status where no configuration is imported.
	 * @param status the status
	 * @return the sentence, {@code null} if there is none
	 */
	static @Nullable String unimported(int status) {
		return (status != NOT_FOUND) ? null
				: "No configuration is imported here: add 'rollout:{configuration}' to 'spring.config.import';"
						+ " nothing is imported where 'setpoint.enabled' is false";
	}

}
