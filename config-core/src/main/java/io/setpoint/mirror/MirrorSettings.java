package io.setpoint.mirror;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How patient the watch loop is.
 *
 * @param initialBackOff the longest wait before the first new attempt; waits are drawn
 * evenly from zero up to the current limit
 * @param backOffMultiplier by how much the limit grows with each failure in a row
 * @param maxBackOff the limit that it does not grow beyond
 * @param heartbeat after how much silence a sign of life is asked for
 * @param silenceLimit after how much silence a watch is given up
 * @param staleAfter how long after the last sign of life a location counts as stale
 * @param reconcileInterval how often everything is read and compared, give or take a
 * fifth
 * @param failuresBeforeRenewal after how many failures in a row each further attempt is
 * made on a fresh connection
 * @param maxBacklog how many changes are held back at most before everything is read
 * again instead
 * @since 0.1.0
 */
public record MirrorSettings(Duration initialBackOff, double backOffMultiplier, Duration maxBackOff, Duration heartbeat,
		Duration silenceLimit, Duration staleAfter, Duration reconcileInterval, int failuresBeforeRenewal,
		int maxBacklog) {

	public MirrorSettings {
		checkPositive(initialBackOff, "initialBackOff");
		checkPositive(heartbeat, "heartbeat");
		checkPositive(reconcileInterval, "reconcileInterval");
		Assert.isTrue(backOffMultiplier >= 1, "'backOffMultiplier' must be 1 or more");
		Assert.isTrue(maxBackOff.compareTo(initialBackOff) >= 0, "'maxBackOff' must not be below 'initialBackOff'");
		Assert.isTrue(silenceLimit.compareTo(heartbeat) > 0, "'silenceLimit' must be above 'heartbeat'");
		Assert.isTrue(staleAfter.compareTo(silenceLimit) >= 0, "'staleAfter' must not be below 'silenceLimit'");
		Assert.isTrue(failuresBeforeRenewal > 0, "'failuresBeforeRenewal' must be positive");
		Assert.isTrue(maxBacklog > 0, "'maxBacklog' must be positive");
	}

	/**
	 * Return the settings that apply where nothing else is set.
	 * @return 100 ms doubling to 5 s, 3 s, 4.5 s, 10 s, 5 min, 3 failures, 20 000 changes
	 */
	public static MirrorSettings defaults() {
		return new MirrorSettings(Duration.ofMillis(100), 2, Duration.ofSeconds(5), Duration.ofSeconds(3),
				Duration.ofMillis(4500), Duration.ofSeconds(10), Duration.ofMinutes(5), 3, 20_000);
	}

	/**
	 * Return how often it is looked, beside a loop that may be busy, whether a sign of
	 * life is due. Who is silent is asked before the second look, and has the time until
	 * the third for the answer.
	 * @return a third of the time after which a location counts as stale
	 */
	Duration pulse() {
		return this.staleAfter.dividedBy(3);
	}

	private static void checkPositive(Duration duration, String name) {
		Assert.isTrue(duration.toNanos() > 0, () -> "'" + name + "' must be positive");
	}

}
