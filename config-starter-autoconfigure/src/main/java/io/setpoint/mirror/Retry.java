package io.setpoint.mirror;

import java.time.Duration;

import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Failures in a row, and how long to wait after the last one.
 */
final class Retry {

	private static final Duration REFUSED = Duration.ofSeconds(30);

	private final Seams seams;

	private final ExponentialBackOff backOff;

	private BackOffExecution execution;

	private int failures;

	private int refusals;

	Retry(Seams seams) {
		this.seams = seams;
		MirrorSettings settings = seams.settings();
		this.backOff = new ExponentialBackOff(settings.initialBackOff().toMillis(), settings.backOffMultiplier());
		this.backOff.setMaxInterval(settings.maxBackOff().toMillis());
		this.execution = this.backOff.start();
	}

	void reset() {
		this.execution = this.backOff.start();
		this.failures = 0;
		this.refusals = 0;
	}

	void failed(StoreException cause) {
		this.failures++;
		this.refusals = isRefusal(cause) ? this.refusals + 1 : 0;
	}

	private static boolean isRefusal(StoreException cause) {
		return cause instanceof PermissionDeniedException || cause instanceof AuthenticationFailedException;
	}

	int failures() {
		return this.failures;
	}

	boolean isExhausted() {
		return this.failures >= this.seams.settings().failuresBeforeRenewal();
	}

	/**
	 * Return whether to believe that etcd refuses us. An expired token is refused once.
	 * @return whether it did so twice
	 */
	boolean isRefused() {
		return this.refusals > 1;
	}

	Duration delay() {
		double share = this.seams.randomness().getAsDouble();
		long millis = this.execution.nextBackOff();
		if (isRefused()) {
			return REFUSED.plusMillis((long) (share * REFUSED.toMillis()));
		}
		return Duration.ofMillis((long) (share * millis));
	}

}
