package io.setpoint.benchmark;

import java.util.List;

/**
 * CPU time and allocation of a change. Each subject has a JVM of its own, the puts are
 * made by another one, and the subjects take turns.
 */
final class CostBenchmark implements Benchmark {

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		try (Putter putter = new Putter(laboratory.etcd().endpoint());
				Costs small = new Costs(laboratory, putter, Workload.SMALL);
				Costs big = new Costs(laboratory, putter, Workload.BIG)) {
			small.warmUp();
			big.warmUp();
			for (int block = 0; block < laboratory.choose(3, 7); block++) {
				small.measure();
				big.measure();
			}
			small.report(figures);
			big.report(figures);
			figures.add(Figure.comparison("CPU of a change, big", big.setpoint.cpuMillis(), "Setpoint, small",
					small.setpoint.cpuMillis(), "ms"));
			figures.add(Figure.comparison("allocation of a change, big", big.setpoint.allocatedKib(), "Setpoint, small",
					small.setpoint.allocatedKib(), "KiB"));
		}
	}

	/**
	 * The subjects of one workload.
	 */
	private static final class Costs implements AutoCloseable {

		private final Laboratory laboratory;

		private final Putter putter;

		private final Workload workload;

		private final Specimen bare;

		private final Specimen setpoint;

		private final Specimen refresher;

		Costs(Laboratory laboratory, Putter putter, Workload workload) {
			this.laboratory = laboratory;
			this.putter = putter;
			this.workload = workload;
			this.bare = Specimen.bare(laboratory, workload);
			this.setpoint = Specimen.setpoint(laboratory, workload);
			this.refresher = Specimen.refresher(laboratory, workload);
		}

		void warmUp() {
			int count = this.laboratory.choose(4000, 10_000);
			this.bare.putAll(this.putter, count);
			this.setpoint.putAll(this.putter, count);
			this.refresher.changeAll(this.laboratory.choose(30, 60));
		}

		void measure() {
			int count = this.laboratory.choose(300, 1000);
			this.bare.measure(count, () -> this.bare.putAll(this.putter, count));
			this.setpoint.measure(count, () -> this.setpoint.putAll(this.putter, count));
			this.refresher.measure(10, () -> this.refresher.changeAll(10));
		}

		void report(List<Figure> figures) {
			String suffix = ", " + this.workload.label();
			figures.add(Figure.ratio("CPU of a change" + suffix, this.setpoint.cpuMillis(), "bare watch",
					this.bare.cpuMillis(), "ms", 2));
			figures.add(Figure.comparison("CPU of a change" + suffix, this.setpoint.cpuMillis(),
					"`ContextRefresher.refresh()`", this.refresher.cpuMillis(), "ms"));
			figures.add(Figure.limit("allocation of a change" + suffix, this.setpoint.allocatedKib(), "bare watch",
					this.bare.allocatedKib(), "KiB", this.workload.allocationBar()));
			figures.add(Figure.comparison("allocation of a change" + suffix, this.setpoint.allocatedKib(),
					"`ContextRefresher.refresh()`", this.refresher.allocatedKib(), "KiB"));
		}

		@Override
		public void close() {
			this.bare.close();
			this.setpoint.close();
			this.refresher.close();
		}

	}

}
