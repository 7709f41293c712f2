package io.setpoint.mirror;

import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
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

	private final Supplier<String> name;

	private final ExponentialBackOff backOff;

	private BackOffExecution execution;

	private int failures;

	private int refusals;

	private int alike;

	private @Nullable StoreException failure;

	private @Nullable StoreException told;

	Retry(MirrorSettings settings, DoubleSupplier randomness, Supplier<String> name) {
		this.settings = settings;
		this.randomness = randomness;
		this.name = name;
		this.backOff = new ExponentialBackOff(settings.initialBackOff().toMillis(), settings.backOffMultiplier());
		this.backOff.setMaxInterval(settings.maxBackOff().toMillis());
		this.execution = this.backOff.start();
	}

	@Nullable StoreException failure() {
		return this.failure;
	}

	/**
	 * Somebody has said already that etcd is out of reach.
	 * @param cause why
	 */
	void told(StoreException cause) {
		this.told = cause;
	}

	void succeeded() {
		if (this.told != null) {
			logger.info(this.name.get() + " is live again");
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
		this.told = null;
		this.failures = 0;
		this.alike = 0;
		this.refusals = 0;
	}

	void failed(StoreException cause) {
		this.failures++;
		this.alike = (this.failure != null && isAlike(this.failure, cause)) ? this.alike + 1 : 1;
		this.failure = cause;
		this.refusals = isRefusal(cause) ? this.refusals + 1 : 0;
		report(cause);
	}

	/**
	 * Whether two failures have one reason. That nothing answers is put in many words: it
	 * depends on what was asked whether it is seen that nobody listens.
	 * @param one the one
	 * @param other the other
	 * @return whether to tell one of them only
	 */
	private static boolean isAlike(StoreException one, StoreException other) {
		return (one instanceof StoreUnreachableException && other instanceof StoreUnreachableException)
				|| Objects.equals(one.getMessage(), other.getMessage());
	}

	/**
	 * Tell an outage once, and again when its reason has become another one. That is
	 * certain when it stays the same for a while: several members may fail in different
	 * ways by turns.
	 * @param cause the last failure
	 */
	private void report(StoreException cause) {
		if (this.told == null && isExhausted()) {
			this.told = cause;
			logger.warn(this.name.get() + " is out of reach, its last good state stays: " + cause.getMessage());
		}
		else if (this.told != null && !isAlike(this.told, cause)
				&& this.alike >= this.settings.failuresBeforeRenewal()) {
			this.told = cause;
			logger.warn(this.name.get() + " is still out of reach, now for another reason: " + cause.getMessage());
		}
		else if (logger.isDebugEnabled()) {
			logger.debug(this.name.get() + " failed " + this.failures + " times in a row: " + cause.getMessage());
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
