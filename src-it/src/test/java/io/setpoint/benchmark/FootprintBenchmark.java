package io.setpoint.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Live objects, threads and resident memory of an application that has followed etcd for
 * a while, and the CPU time that it needs while nothing changes: beside the same
 * application without Setpoint, and beside a bare watch, all over the same time.
 */
final class FootprintBenchmark implements Benchmark {

	private static final Duration SETTLING = Duration.ofSeconds(90);

	private static final double MEBIBYTE = 1024 * 1024;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		try (Specimen bare = Specimen.bare(laboratory, Workload.SMALL);
				Pair small = new Pair(laboratory, Workload.SMALL);
				Pair big = new Pair(laboratory, Workload.BIG)) {
			pass(SETTLING);
			Load load = new Load(() -> bare.spent()[0]);
			small.begin();
			big.begin();
			Duration idle = Duration.ofMinutes(laboratory.choose(2, 10));
			pass(idle);
			double baseline = load.over(idle);
			small.reportLoad(idle, baseline, figures);
			big.reportLoad(idle, baseline, figures);
			small.report(10, figures);
			big.report(20, figures);
		}
	}

	private static void pass(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
	}

	/**
	 * What a process uses of a core from now on.
	 *
	 * @param cpu its CPU time, in ns
	 * @param before the CPU time when that began
	 */
	private record Load(LongSupplier cpu, long before) {

		Load(LongSupplier cpu) {
			this(cpu, cpu.getAsLong());
		}

		double over(Duration time) {
			return 100d * (this.cpu.getAsLong() - this.before) / time.toNanos();
		}

	}

	/**
	 * An application with its keys in etcd, and the same one with them in a file.
	 */
	private static final class Pair implements AutoCloseable {

		private final Workload workload;

		private final Jvm plain;

		private final Jvm setpoint;

		private Load plainLoad;

		private Load load;

		Pair(Laboratory laboratory, Workload workload) {
			this.workload = workload;
			this.plain = Startable.plain(laboratory, workload).start(laboratory.folder());
			this.setpoint = Startable.importing(laboratory, workload).start(laboratory.folder());
		}

		void begin() {
			this.plainLoad = new Load(() -> Footprint.cpu(this.plain));
			this.load = new Load(() -> Footprint.cpu(this.setpoint));
		}

		void reportLoad(Duration idle, double bare, List<Figure> figures) {
			String what = "idle for %d minutes, %s".formatted(idle.toMinutes(), this.workload.label());
			double own = this.load.over(idle);
			figures.add(Figure.limit(what, own, "a bare watch", bare, "% of a core", 0.3));
			figures.add(Figure.comparison(what, own, Startable.PLAIN, this.plainLoad.over(idle), "% of a core"));
		}

		void report(double barOfHeap, List<Figure> figures) {
			Footprint before = Footprint.of(this.plain);
			Footprint after = Footprint.of(this.setpoint);
			String label = ", " + this.workload.label();
			figures.add(Figure.difference("live objects" + label, after.heap() / MEBIBYTE, Startable.PLAIN,
					before.heap() / MEBIBYTE, "MiB", barOfHeap));
			figures.add(Figure.limit("threads" + label, after.threads(), Startable.PLAIN, before.threads(), "", 11));
			figures.add(Figure.comparison("resident memory" + label, after.resident() / MEBIBYTE, Startable.PLAIN,
					before.resident() / MEBIBYTE, "MiB"));
		}

		@Override
		public void close() {
			this.plain.close();
			this.setpoint.close();
		}

	}

}
