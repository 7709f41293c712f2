package io.setpoint.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Says what a bare status of {@code /actuator/rollouts} means, and what to do.
 */
final class RolloutSentences {

	private static final int BAD_REQUEST = 400;

	private static final int NOT_FOUND = 404;

	private static final int NOT_ALLOWED = 405;

	private static final int UNSUPPORTED = 415;

	private static final String UNIMPORTED = "No configuration is imported here: add 'rollout:{configuration}' to"
			+ " 'spring.config.import'; nothing is imported where 'setpoint.enabled' is false";

	private static final String UNEXPOSED = "Rollouts are not exposed here: add 'rollouts' to"
			+ " 'management.endpoints.web.exposure.include', and set"
			+ " 'management.endpoint.rollouts.access=unrestricted' where something may be done";

	private final Supplier<Boolean> imported;

	private final Supplier<Boolean> exposed;

	private final Supplier<Boolean> writable;

	/**
	 * Create sentences that fit how the endpoint is set up when they are asked for.
	 * @param imported tells whether any configuration is imported
	 * @param exposed tells whether the endpoint is exposed
	 * @param writable tells whether write access is granted
	 */
	RolloutSentences(Supplier<Boolean> imported, Supplier<Boolean> exposed, Supplier<Boolean> writable) {
		this.imported = imported;
		this.exposed = exposed;
		this.writable = writable;
	}

	/**
	 * Return the sentence for a status.
	 * @param status the status
	 * @return the sentence, {@code null} if there is none
	 */
	@Nullable String of(int status) {
		if (!this.imported.get()) {
			return (status == NOT_FOUND) ? UNIMPORTED : null;
		}
		if (!this.exposed.get()) {
			return (status == NOT_FOUND) ? UNEXPOSED : null;
		}
		return exposed(status);
	}

	private @Nullable String exposed(int status) {
		return switch (status) {
			case BAD_REQUEST -> "The request cannot be read: send one JSON object whose values are text, or"
					+ " objects where they are a plan, a document, tags or keys";
			case NOT_FOUND -> "There is nothing at this address: read /rollouts/{configuration}, followed by nothing or"
					+ " one of versions, versions/{id}, history, fleet, compare, or post to"
					+ " /rollouts/{configuration}/{action}, the action being one of " + RolloutAction.words();
			case NOT_ALLOWED -> this.writable.get()
					? "Read with GET; do something with POST to /rollouts/{configuration}/{action}, the action being one"
							+ " of " + RolloutAction.words()
					: "This instance only lets read: set 'management.endpoint.rollouts.access=unrestricted' on one that"
							+ " may write";
			case UNSUPPORTED -> "Only JSON is read: send it with 'Content-Type: application/json'";
			default -> null;
		};
	}

}
