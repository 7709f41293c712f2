package io.setpoint.rollout.archive;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.setpoint.rollout.RefusedByFleetException;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.trial.Trials;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet has to say before a version is published or its rollout started.
 *
 * @param asked asks the fleet, {@code null} if nobody asks it
 * @param patience how long an answer may take
 */
record Consent(@Nullable Trials asked, Duration patience) {

	/**
	 * Nobody asks the fleet.
	 */
	static final Consent UNASKED = new Consent(null, Duration.ZERO);

	Trials trials() {
		return Objects.requireNonNull(this.asked, "The fleet is not asked here");
	}

	/**
	 * Return whether something is done without the fleet that would have been asked.
	 * @param unjudged whether nobody is to be asked
	 * @return whether the history says so
	 */
	boolean isForgone(boolean unjudged) {
		return this.asked != null && unjudged;
	}

	/**
	 * Ask the fleet, where that is wanted.
	 * @param configuration the name of the configuration
	 * @param version the version
	 * @param by who asks
	 * @param refused what is not done without its consent, for the sentence
	 * @param unjudged whether nobody is to be asked
	 * @return completes if it may be done; fails with a {@link RefusedByFleetException}
	 */
	CompletableFuture<Void> to(String configuration, Version version, String by, String refused, boolean unjudged) {
		if (this.asked == null || unjudged) {
			return CompletableFuture.completedFuture(null);
		}
		return this.asked.ask(configuration, version.document(), by, this.patience).thenAccept((verdict) -> {
			if (!verdict.isAccepted()) {
				throw new RefusedByFleetException(refused, verdict);
			}
		});
	}

}
