package io.setpoint.observation;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * What a meter has counted. Times are in seconds.
 *
 * @param count the number of samples
 * @param total what they sum up to
 */
record Count(double count, double total) {

	/**
	 * Return what a meter has counted up to now.
	 * @param meter the meter
	 * @return the count, {@code null} of a meter that does not count
	 */
	static @Nullable Count of(Meter meter) {
		if (meter instanceof Timer timer) {
			return new Count(timer.count(), timer.totalTime(TimeUnit.SECONDS));
		}
		if (meter instanceof DistributionSummary summary) {
			return new Count(summary.count(), summary.totalAmount());
		}
		if (meter instanceof Counter counter) {
			return new Count(counter.count(), counter.count());
		}
		if (meter instanceof FunctionCounter counter) {
			return new Count(counter.count(), counter.count());
		}
		return (meter instanceof FunctionTimer timer) ? new Count(timer.count(), timer.totalTime(TimeUnit.SECONDS))
				: null;
	}

	/**
	 * Return what some meters have counted up to now.
	 * @param meters the meters
	 * @return the counts, by the very meter: one that is created anew begins anew
	 */
	static Map<Meter, Count> of(Collection<Meter> meters) {
		Map<Meter, Count> counts = new IdentityHashMap<>();
		for (Meter meter : meters) {
			Count count = of(meter);
			if (count != null) {
				counts.put(meter, count);
			}
		}
		return counts;
	}

	/**
	 * Return what has been counted since. A meter that has counted less than before was
	 * reset.
	 * @param before what had been counted before, {@code null} if there was no such meter
	 * @return the difference
	 */
	Count since(@Nullable Count before) {
		if (before == null || this.count < before.count) {
			return this;
		}
		return new Count(this.count - before.count, Math.max(0, this.total - before.total));
	}

}
