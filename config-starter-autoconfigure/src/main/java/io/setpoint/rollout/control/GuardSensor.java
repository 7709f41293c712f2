package io.setpoint.rollout.control;

import java.util.List;

import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.Scope;

/**
 * Measures guards on this instance. It may take a little while: it is called on a thread
 * of its own.
 *
 * @since 0.1.0
 */
public interface GuardSensor {

	/**
	 * Return whether this sensor can measure a guard.
	 * @param guard the guard
	 * @return whether it can
	 */
	boolean measures(Guard guard);

	/**
	 * Begin to measure a guard: what has been before does not count. Called before the
	 * candidate is visible, on the thread that makes it so: it must return at once and
	 * call nothing that might not.
	 * @param guard the guard
	 * @param exposure which versions the instance runs
	 * @return what has been measured since, each time it is asked
	 */
	Measurement begin(Guard guard, Exposure exposure);

	/**
	 * A measurement that has begun.
	 */
	@FunctionalInterface
	interface Measurement {

		/**
		 * Return what has been measured since the beginning.
		 * @return a reading for each side that can be told
		 */
		List<GuardReading> read();

	}

	/**
	 * Which versions an instance runs.
	 *
	 * @param scope instances if it runs only one version, requests if it runs both
	 * @param candidate whether the only version is the candidate
	 * @param version the candidate
	 * @param configuration the name of the configuration that is rolled out
	 */
	record Exposure(Scope scope, boolean candidate, String version, String configuration) {

	}

}
