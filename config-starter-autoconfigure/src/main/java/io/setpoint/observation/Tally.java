package io.setpoint.observation;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSupport;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.setpoint.rollout.Guard.Statistic;
import org.jspecify.annotations.Nullable;

/**
 * What some meters have counted together since a beginning. Times are in seconds.
 */
final class Tally {

	private static final double NANOSECONDS = 1e9;

	private final @Nullable Statistic statistic;

	double count;

	double total;

	int gauges;

	private double largest = Double.NEGATIVE_INFINITY;

	private boolean unknown;

	private Tally(@Nullable Statistic statistic) {
		this.statistic = statistic;
	}

	/**
	 * Add up some meters.
	 * @param meters the meters
	 * @param before what they had counted before, which does not count
	 * @param statistic the statistic that is asked for, or {@code null}
	 * @return the tally
	 */
	static Tally of(Collection<Meter> meters, Map<Meter, Count> before, @Nullable Statistic statistic) {
		Tally tally = new Tally(statistic);
		for (Meter meter : meters) {
			Count count = Count.of(meter);
			if (count != null) {
				tally.count(meter, count.since(before.get(meter)));
			}
			else {
				tally.gauge(meter);
			}
		}
		return tally;
	}

	private void count(Meter meter, Count since) {
		this.count += since.count();
		this.total += since.total();
		if (meter instanceof Timer timer) {
			statistic(timer, since, timer.max(TimeUnit.SECONDS), NANOSECONDS);
		}
		else if (meter instanceof DistributionSummary summary) {
			statistic(summary, since, summary.max(), 1);
		}
	}

	private void gauge(Meter meter) {
		if (meter instanceof LongTaskTimer timer) {
			gauge(timer.max(TimeUnit.SECONDS));
		}
		else if (meter instanceof TimeGauge gauge) {
			gauge(gauge.value(TimeUnit.SECONDS));
		}
		else if (meter instanceof Gauge gauge) {
			gauge(gauge.value());
		}
	}

	private void gauge(double value) {
		if (Double.isFinite(value)) {
			this.gauges++;
			this.total += value;
			this.largest = Math.max(this.largest, value);
		}
	}

	private void statistic(HistogramSupport meter, Count since, double max, double unit) {
		if (this.statistic == null || this.statistic == Statistic.MEAN || since.count() == 0) {
			return;
		}
		Double value = (this.statistic == Statistic.MAX) ? Double.valueOf(max) : percentile(meter, unit);
		if (value == null) {
			this.unknown = true;
		}
		else {
			this.largest = Math.max(this.largest, value);
		}
	}

	private @Nullable Double percentile(HistogramSupport meter, double unit) {
		double wanted = (this.statistic == Statistic.P95) ? 0.95 : 0.99;
		for (ValueAtPercentile value : meter.takeSnapshot().percentileValues()) {
			if (Math.abs(value.percentile() - wanted) < 1e-9) {
				return value.value() / unit;
			}
		}
		return null;
	}

	/**
	 * Return the maximum or percentile, the worst of all meters.
	 * @return the value or {@code null} if the meters do not tell it
	 */
	@Nullable Double statistic() {
		return (this.unknown || this.largest == Double.NEGATIVE_INFINITY) ? null : this.largest;
	}

}
