package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.Assert;

/**
 * A burst of puts, from the first one until all of them can be read that are valid. A
 * last put to another type, made when the others are there, is what is waited for.
 */
final class BurstBenchmark implements Benchmark {

	private static final int IN_FLIGHT = 64;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) throws InterruptedException {
		for (Bulk bulk : Bulk.values()) {
			Benchmarks.progress("burst, " + bulk.label());
			try (Putter putter = new Putter(laboratory.etcd().endpoint());
					Specimen bare = Specimen.bare(laboratory, bulk.workload());
					Specimen setpoint = Specimen.setpoint(laboratory, bulk.workload())) {
				List<double[]> bares = new ArrayList<>();
				List<double[]> setpoints = new ArrayList<>();
				for (int pass = -2; pass < laboratory.choose(3, 7); pass++) {
					double[] ofBare = burst(putter, bare, bulk);
					repair(putter, bare, bulk);
					double[] ofSetpoint = burst(putter, setpoint, bulk);
					check(setpoint, bulk);
					repair(putter, setpoint, bulk);
					if (pass >= 0) {
						bares.add(ofBare);
						setpoints.add(ofSetpoint);
					}
				}
				report(bulk, bares, setpoints, figures);
			}
		}
	}

	private static double[] burst(Putter putter, Specimen specimen, Bulk bulk) throws InterruptedException {
		specimen.spent();
		long start = System.nanoTime();
		putter.burst(specimen.prefix(), bulk, specimen.next(), IN_FLIGHT);
		long seen = specimen.await(specimen.skip(Bulk.PUTS - 1));
		return new double[] { (seen - start) / 1e6, specimen.spent()[2] / 1024d / 1024 };
	}

	private static void check(Specimen setpoint, Bulk bulk) {
		if (bulk.isMap()) {
			long expected = setpoint.serial() - Bulk.PUTS + bulk.seen();
			String blamed = (bulk.flaw() != null) ? setpoint.prefix() + bulk.flaw() : "";
			String shown = setpoint.table();
			String[] parts = shown.split(" ");
			long largest = Long.parseLong(parts[0]);
			Assert.state(
					Math.abs(largest - expected) <= bulk.uncertain(IN_FLIGHT) && parts[1].equals("[" + blamed + "]"),
					() -> "Not all that is valid is shown: " + shown + ", expected " + expected);
		}
	}

	private static void repair(Putter putter, Specimen specimen, Bulk bulk) {
		if (bulk.flaw() != null) {
			long last = specimen.serial() - 1;
			putter.put(specimen.prefix(), bulk.flaw(), "0").join();
			putter.put(specimen.prefix(), specimen.next()).join();
			specimen.await(specimen.serial());
			String shown = specimen.table();
			Assert.state(shown.isEmpty() || shown.equals(last + " []"), () -> "Not all was repaired: " + shown);
		}
	}

	private static void report(Bulk bulk, List<double[]> bares, List<double[]> setpoints, List<Figure> figures) {
		figures.add(Figure.ratio("burst of 10 000 puts, " + bulk.label(), median(setpoints, 0), "bare watch",
				median(bares, 0), "ms", bulk.bar()));
		figures.add(Figure.comparison("peak heap in the burst, " + bulk.label(), median(setpoints, 1), "bare watch",
				median(bares, 1), "MiB"));
	}

	private static double median(List<double[]> passes, int column) {
		return Samples.median(passes.stream().map((pass) -> pass[column]).toList());
	}

}
