package io.setpoint.observation;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
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
 * What some meters have counted together up to now. Times are in seconds.
 */
final class Tally {

	private final @Nullable Statistic statistic;

	double count;

	double total;

	int gauges;

	private double largest = Double.NEGATIVE_INFINITY;

	private boolean unknown;

	Tally(@Nullable Statistic statistic) {
		this.statistic = statistic;
	}

	void add(Meter meter) {
		if (meter instanceof Timer timer) {
			add(timer.count(), timer.totalTime(TimeUnit.SECONDS));
			statistic(timer, timer.count(), timer.max(TimeUnit.SECONDS), TimeUnit.SECONDS.toNanos(1));
		}
		else if (meter instanceof DistributionSummary summary) {
			add(summary.count(), summary.totalAmount());
			statistic(summary, summary.count(), summary.max(), 1);
		}
		else if (meter instanceof Counter counter) {
			add(counter.count(), counter.count());
		}
		else if (meter instanceof FunctionCounter counter) {
			add(counter.count(), counter.count());
		}
		else if (meter instanceof FunctionTimer timer) {
			add(timer.count(), timer.totalTime(TimeUnit.SECONDS));
		}
		else if (meter instanceof LongTaskTimer timer) {
			gauge(timer.max(TimeUnit.SECONDS));
		}
		else if (meter instanceof TimeGauge gauge) {
			gauge(gauge.value(TimeUnit.SECONDS));
		}
		else if (meter instanceof Gauge gauge) {
			gauge(gauge.value());
		}
	}

	private void add(double count, double total) {
		this.count += count;
		this.total += total;
	}

	private void gauge(double value) {
		if (Double.isFinite(value)) {
			this.gauges++;
			this.total += value;
			this.largest = Math.max(this.largest, value);
		}
	}

	private void statistic(HistogramSupport meter, long count, double max, double unit) {
		if (this.statistic == null || this.statistic == Statistic.MEAN || count == 0) {
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
