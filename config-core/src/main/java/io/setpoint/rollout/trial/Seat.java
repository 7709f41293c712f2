package io.setpoint.rollout.trial;

import io.setpoint.rollout.Bench;
import io.setpoint.rollout.BuildVerdict;
import org.jspecify.annotations.Nullable;

/**
 * One verdict that is asked for, which any instance of a bench can give.
 *
 * @param bench the bench
 * @param instances how many instances it has
 * @param variant in words, what tells it from other benches of its build, {@code null} if
 * there are none
 */
record Seat(Bench bench, int instances, @Nullable String variant) {

	/**
	 * Return the name under which it is asked and answers.
	 * @return the build where that says all
	 */
	String name() {
		return (this.variant != null) ? this.bench.id() : this.bench.build();
	}

	BuildVerdict signed(BuildVerdict verdict) {
		return verdict.of(this.bench.build(), this.variant, this.instances);
	}

}
