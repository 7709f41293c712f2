package io.setpoint.lastgood;

import java.time.Duration;

/**
 * How long the snapshot file is left alone after a write. The file is written whole, so
 * the pause grows with the time that this takes: however many keys there are, writing
 * takes a small share of the time and a change costs no more than with few.
 */
final class WritePause {

	static final Duration SHORTEST = Duration.ofMillis(500);

	static final Duration LONGEST = Duration.ofSeconds(5);

	private static final int FACTOR = 20;

	private WritePause() {
	}

	/**
	 * Return the pause after a write.
	 * @param write how long the write took
	 * @return the pause
	 */
	static Duration after(Duration write) {
		Duration pause = write.multipliedBy(FACTOR);
		if (pause.compareTo(SHORTEST) < 0) {
			return SHORTEST;
		}
		return (pause.compareTo(LONGEST) > 0) ? LONGEST : pause;
	}

}
