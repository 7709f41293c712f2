package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * A burst of puts, from the first one until the last one can be read.
 */
final class BurstBenchmark implements Benchmark {

	private static final int PUTS = 10_000;

	private static final int IN_FLIGHT = 64;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) throws InterruptedException {
		for (Workload workload : Workload.values()) {
			try (Putter putter = new Putter(laboratory.etcd().endpoint());
					Specimen bare = Specimen.bare(laboratory, workload);
					Specimen setpoint = Specimen.setpoint(laboratory, workload)) {
				List<double[]> bares = new ArrayList<>();
				List<double[]> setpoints = new ArrayList<>();
				for (int pass = -2; pass < laboratory.choose(3, 7); pass++) {
					double[] ofBare = burst(putter, bare);
					double[] ofSetpoint = burst(putter, setpoint);
					if (pass >= 0) {
						bares.add(ofBare);
						setpoints.add(ofSetpoint);
					}
				}
				report(workload, bares, setpoints, figures);
			}
		}
	}

	private static double[] burst(Putter putter, Specimen specimen) throws InterruptedException {
		specimen.spent();
		long start = System.nanoTime();
		putter.burst(specimen.prefix(), specimen.next(), PUTS, IN_FLIGHT);
		long seen = specimen.await(specimen.skip(PUTS - 1));
		return new double[] { (seen - start) / 1e6, specimen.spent()[2] / 1024d / 1024 };
	}

	private static void report(Workload workload, List<double[]> bares, List<double[]> setpoints,
			List<Figure> figures) {
		figures.add(Figure.ratio("burst of 10 000 puts, " + workload.label(), median(setpoints, 0), "bare watch",
				median(bares, 0), "ms", 1.2));
		figures.add(Figure.comparison("peak heap in the burst, " + workload.label(), median(setpoints, 1), "bare watch",
				median(bares, 1), "MiB"));
	}

	private static double median(List<double[]> passes, int column) {
		return Samples.median(passes.stream().map((pass) -> pass[column]).toList());
	}

}
