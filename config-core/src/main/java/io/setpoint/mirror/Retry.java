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

	/**
	 * How often not to wait longer than {@link #SHORT} when etcd was just reached. A
	 * cluster that has its majority again elects a leader first, in a second or two.
	 */
	private static final int SHORT_WAITS = 6;

	private static final Duration SHORT = Duration.ofMillis(800);

	private static final Log logger = LogFactory.getLog(Mirrors.class);

	private final MirrorSettings settings;

	private final DoubleSupplier randomness;

	private final Supplier<String> name;

	private final ExponentialBackOff backOff;

	private BackOffExecution execution;

	private int shortWaits;

	private int failures;

	private int refusals;

	private int alike;

	private @Nullable StoreException failure;

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
	 * Return what fails.
	 * @return the name of the location
	 */
	String name() {
		return this.name.get();
	}

	/**
	 * Wait as after a first failure, and for a while not much longer.
	 */
	void startOver() {
		this.execution = this.backOff.start();
		this.shortWaits = SHORT_WAITS;
	}

	void reset() {
		this.execution = this.backOff.start();
		this.shortWaits = 0;
		this.failure = null;
		this.failures = 0;
		this.alike = 0;
		this.refusals = 0;
	}

	void failed(StoreException cause) {
		this.failures++;
		this.alike = (this.failure != null && isAlike(this.failure, cause)) ? this.alike + 1 : 1;
		this.failure = cause;
		this.refusals = isRefusal(cause) ? this.refusals + 1 : 0;
		if (logger.isDebugEnabled()) {
			logger.debug(name() + " failed " + this.failures + " times in a row: " + cause.getMessage());
		}
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
	 * Return whether it is exhausted for the first time, or has failed twice as often as
	 * when this was so the last time.
	 * @return whether to go to lengths that have been in vain before
	 */
	boolean isExhaustedTwiceAsOften() {
		int times = this.failures / this.settings.failuresBeforeRenewal();
		return this.failures % this.settings.failuresBeforeRenewal() == 0 && Integer.bitCount(times) == 1;
	}

	/**
	 * Return whether the last failures have one reason.
	 * @return whether as many of them have it as it takes to believe it
	 */
	boolean isSteady() {
		return this.alike >= this.settings.failuresBeforeRenewal();
	}

	/**
	 * Return whether it fails for the reason of another failure.
	 * @param other the other failure
	 * @return whether to tell one of them only
	 */
	boolean failsLike(StoreException other) {
		return this.failure != null && isAlike(this.failure, other);
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
		long millis = Math.min(this.execution.nextBackOff(), limitMillis());
		if (isRefused()) {
			return REFUSED.plusMillis((long) (share * REFUSED.toMillis()));
		}
		return Duration.ofMillis((long) (share * millis));
	}

	private long limitMillis() {
		if (this.shortWaits == 0) {
			return Long.MAX_VALUE;
		}
		this.shortWaits--;
		return SHORT.toMillis();
	}

}
