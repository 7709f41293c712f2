package io.setpoint.benchmark;

import java.util.Arrays;
import java.util.Collection;

/**
 * Percentiles of measurements.
 */
final class Samples {

	private final double[] values;

	private int count;

	Samples(int capacity) {
		this.values = new double[capacity];
	}

	void add(double value) {
		this.values[this.count++] = value;
	}

	double percentile(double percent) {
		double[] sorted = Arrays.copyOf(this.values, this.count);
		Arrays.sort(sorted);
		return sorted[(int) Math.min(this.count - 1, Math.ceil(this.count * percent / 100) - 1)];
	}

	static double median(Collection<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
