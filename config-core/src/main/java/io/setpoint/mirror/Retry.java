package io.setpoint.mirror;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Failures in a row, and how long to wait after the last one.
 */
final class Retry {

	private static final Duration REFUSED = Duration.ofSeconds(30);

	private static final Log logger = LogFactory.getLog(Mirrors.class);

	private final MirrorSettings settings;

	private final DoubleSupplier randomness;

	private final String prefix;

	private final ExponentialBackOff backOff;

	private BackOffExecution execution;

	private int failures;

	private int refusals;

	private @Nullable StoreException failure;

	Retry(MirrorSettings settings, DoubleSupplier randomness, String prefix) {
		this.settings = settings;
		this.randomness = randomness;
		this.prefix = prefix;
		this.backOff = new ExponentialBackOff(settings.initialBackOff().toMillis(), settings.backOffMultiplier());
		this.backOff.setMaxInterval(settings.maxBackOff().toMillis());
		this.execution = this.backOff.start();
	}

	@Nullable StoreException failure() {
		return this.failure;
	}

	void succeeded() {
		if (isExhausted()) {
			logger.info("'" + this.prefix + "' is live again");
		}
		reset();
	}

	/**
	 * Wait as after a first failure.
	 */
	void startOver() {
		this.execution = this.backOff.start();
	}

	void reset() {
		startOver();
		this.failure = null;
		this.failures = 0;
		this.refusals = 0;
	}

	void failed(StoreException cause) {
		this.failures++;
		this.failure = cause;
		this.refusals = isRefusal(cause) ? this.refusals + 1 : 0;
		report(cause);
	}

	private void report(StoreException cause) {
		if (this.failures == this.settings.failuresBeforeRenewal()) {
			logger.warn("'" + this.prefix + "' is out of reach, its last good state stays: " + cause.getMessage());
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("'" + this.prefix + "' failed " + this.failures + " times in a row: " + cause.getMessage());
		}
	}

	private static boolean isRefusal(StoreException cause) {
		return cause instanceof PermissionDeniedException || cause instanceof AuthenticationFailedException;
	}

	int failures() {
		return this.failures;
	}

	boolean isExhausted() {
		return this.failures >= this.settings.failuresBeforeRenewal();
	}

	/**
	 * Return whether to believe that etcd refuses us. An expired token is refused once.
	 * @return whether it did so twice
	 */
	boolean isRefused() {
		return this.refusals > 1;
	}

	Duration delay() {
		double share = this.randomness.getAsDouble();
		long millis = this.execution.nextBackOff();
		if (isRefused()) {
			return REFUSED.plusMillis((long) (share * REFUSED.toMillis()));
		}
		return Duration.ofMillis((long) (share * millis));
	}

}
