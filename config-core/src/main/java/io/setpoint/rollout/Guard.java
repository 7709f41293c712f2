package io.setpoint.rollout;

import java.util.Map;

import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;

/**
 * A condition that must hold on the canary. What it needs is measured by each instance on
 * its own, since the stage began there, and judged over the whole canary.
 *
 * @param name its name, unique in a stage
 * @param kind what is looked at
 * @param meter the name of the meter; of a {@link Kind#HEALTH} guard the name of the
 * health group, {@code null} for the whole health; of a {@link Kind#CUSTOM} guard the
 * name of the {@link RolloutGuard} bean
 * @param tags the tags of the meters that count; of a {@link Kind#RATIO} guard those of
 * the numerator, a value may be a comma-separated list of alternatives
 * @param of the tags of the denominator of a {@link Kind#RATIO} guard, empty for all
 * @param statistic which statistic of the meter is looked at by a {@link Kind#STATISTIC}
 * guard
 * @param max the largest value that is good, or {@code null}
 * @param maxTimesStable how many times the value of the stable side is good at most, or
 * {@code null} if the sides are not compared; in the last stage, which has no stable
 * side, only {@code max} counts
 * @param minimumCount how many samples the canary, and where it is compared the stable
 * side too, must have before anything is judged
 * @param dryRun whether a failure is only reported
 * @since 0.1.0
 */
public record Guard(String name, Kind kind, @Nullable String meter, Map<String, String> tags, Map<String, String> of,
		@Nullable Statistic statistic, @Nullable Double max, @Nullable Double maxTimesStable, long minimumCount,
		boolean dryRun) {

	private static final int LONGEST_NAME = 200;

	public Guard {
		if (name == null || name.isBlank() || kind == null) {
			throw new InvalidPlanException("A guard needs a name and a kind");
		}
		String problem = Line.problem("The name of a guard", name, LONGEST_NAME);
		if (problem != null) {
			throw new InvalidPlanException(problem);
		}
		tags = Map.copyOf(tags);
		of = Map.copyOf(of);
		boolean metric = kind == Kind.RATIO || kind == Kind.STATISTIC;
		check(!metric || (meter != null && !meter.isBlank()), name, "needs the name of a meter");
		check(!metric || max != null || maxTimesStable != null, name, "needs a bound: 'max', 'maxTimesStable' or both");
		check(kind != Kind.STATISTIC || statistic != null, name, "needs a statistic: mean, max, p95 or p99");
		check(kind != Kind.CUSTOM || (meter != null && !meter.isBlank()), name,
				"needs the name of a RolloutGuard bean");
		check(minimumCount >= 0, name, "has a negative minimum count");
		check(isBound(max) && isBound(maxTimesStable), name, "has a bound that is no number from 0 on");
	}

	private static boolean isBound(@Nullable Double bound) {
		return bound == null || (bound >= 0 && !bound.isInfinite());
	}

	private static void check(boolean condition, String name, String problem) {
		if (!condition) {
			throw new InvalidPlanException("The guard '" + name + "' " + problem);
		}
	}

	/**
	 * The canary's health must be up.
	 * @param group the health group, {@code null} for the whole health
	 * @return the guard
	 */
	public static Guard health(@Nullable String group) {
		return new Guard("health", Kind.HEALTH, group, Map.of(), Map.of(), null, null, null, 0, false);
	}

	/**
	 * A share of what a meter counts must stay small.
	 * @param name the name of the guard
	 * @param meter the name of a counter, timer or summary
	 * @param tags the tags of what is bad
	 * @param max the largest share that is good, from 0 to 1
	 * @return the guard
	 */
	public static Guard ratio(String name, String meter, Map<String, String> tags, double max) {
		return new Guard(name, Kind.RATIO, meter, tags, Map.of(), null, max, null, 10, false);
	}

	/**
	 * A statistic of a meter must stay small.
	 * @param name the name of the guard
	 * @param meter the name of a timer (seconds), summary or gauge
	 * @param statistic which statistic
	 * @param max the largest value that is good
	 * @return the guard
	 */
	public static Guard statistic(String name, String meter, Statistic statistic, double max) {
		return new Guard(name, Kind.STATISTIC, meter, Map.of(), Map.of(), statistic, max, null, 10, false);
	}

	/**
	 * A bean of the application judges.
	 * @param bean the name of the {@link RolloutGuard} bean
	 * @return the guard
	 */
	public static Guard custom(String bean) {
		return new Guard(bean, Kind.CUSTOM, bean, Map.of(), Map.of(), null, null, null, 0, false);
	}

	/**
	 * Return this guard, judged against the stable side too.
	 * @param times how many times the value of the stable side is good at most
	 * @return the new guard
	 */
	public Guard comparedToStable(double times) {
		return new Guard(this.name, this.kind, this.meter, this.tags, this.of, this.statistic, this.max, times,
				this.minimumCount, this.dryRun);
	}

	/**
	 * Return this guard with another minimum of samples.
	 * @param minimumCount the number of samples
	 * @return the new guard
	 */
	public Guard withMinimumCount(long minimumCount) {
		return new Guard(this.name, this.kind, this.meter, this.tags, this.of, this.statistic, this.max,
				this.maxTimesStable, minimumCount, this.dryRun);
	}

	/**
	 * Return this guard, only reported.
	 * @return the new guard
	 */
	public Guard asDryRun() {
		return new Guard(this.name, this.kind, this.meter, this.tags, this.of, this.statistic, this.max,
				this.maxTimesStable, this.minimumCount, true);
	}

	/**
	 * What a guard looks at.
	 */
	public enum Kind {

		/**
		 * The health of the instance, or a group of it.
		 */
		HEALTH,

		/**
		 * A share of what a meter counts.
		 */
		RATIO,

		/**
		 * A statistic of a meter.
		 */
		STATISTIC,

		/**
		 * A bean of the application.
		 */
		CUSTOM

	}

	/**
	 * A statistic of a meter.
	 */
	public enum Statistic {

		/**
		 * The mean over all samples.
		 */
		MEAN,

		/**
		 * The largest value of a recent while.
		 */
		MAX,

		/**
		 * The 95th percentile, the worst over the instances.
		 */
		P95,

		/**
		 * The 99th percentile, the worst over the instances.
		 */
		P99

	}

}
