package io.setpoint.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Live objects, threads and resident memory of an application that has followed etcd for
 * a while, and the CPU time that it needs while nothing changes: beside the same
 * application without Setpoint, and beside a bare watch, all over the same time.
 */
final class FootprintBenchmark implements Benchmark {

	private static final String PLAIN = "the same application without Setpoint";

	private static final Duration SETTLING = Duration.ofSeconds(90);

	private static final double MEBIBYTE = 1024 * 1024;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		try (Specimen bare = Specimen.bare(laboratory, Workload.SMALL);
				Pair small = new Pair(laboratory, Workload.SMALL);
				Pair big = new Pair(laboratory, Workload.BIG)) {
			pass(SETTLING);
			Duration idle = Duration.ofMinutes(laboratory.choose(2, 10));
			List<Long> before = cpu(bare, small, big);
			pass(idle);
			List<Double> load = load(before, cpu(bare, small, big), idle);
			idle("small", load.get(1), load.get(2), load.get(0), idle, figures);
			idle("big", load.get(3), load.get(4), load.get(0), idle, figures);
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

	private static List<Long> cpu(Specimen bare, Pair... pairs) {
		List<Long> cpu = new ArrayList<>();
		cpu.add(bare.spent()[0]);
		for (Pair pair : pairs) {
			cpu.add(Footprint.cpu(pair.plain));
			cpu.add(Footprint.cpu(pair.setpoint));
		}
		return cpu;
	}

	/**
	 * Return how much of a core each has used.
	 */
	private static List<Double> load(List<Long> before, List<Long> after, Duration idle) {
		List<Double> load = new ArrayList<>();
		for (int i = 0; i < before.size(); i++) {
			load.add(100d * (after.get(i) - before.get(i)) / idle.toNanos());
		}
		return load;
	}

	private static void idle(String workload, double plain, double setpoint, double bare, Duration idle,
			List<Figure> figures) {
		String what = "idle for %d minutes, %s".formatted(idle.toMinutes(), workload);
		figures.add(Figure.limit(what, setpoint, "a bare watch", bare, "% of a core", 0.3));
		figures.add(Figure.comparison(what, setpoint, PLAIN, plain, "% of a core"));
	}

	/**
	 * An application with its keys in etcd, and the same one with them in a file.
	 */
	private static final class Pair implements AutoCloseable {

		private final Workload workload;

		private final Jvm plain;

		private final Jvm setpoint;

		Pair(Laboratory laboratory, Workload workload) {
			this.workload = workload;
			this.plain = Startable.plain(laboratory, workload).start(laboratory.folder());
			this.setpoint = Startable.importing(laboratory, workload).start(laboratory.folder());
		}

		void report(double barOfHeap, List<Figure> figures) {
			Footprint before = Footprint.of(this.plain);
			Footprint after = Footprint.of(this.setpoint);
			String label = ", " + this.workload.label();
			figures.add(Figure.difference("live objects" + label, after.heap() / MEBIBYTE, PLAIN,
					before.heap() / MEBIBYTE, "MiB", barOfHeap));
			figures.add(Figure.limit("threads" + label, after.threads(), PLAIN, before.threads(), "", 11));
			figures.add(Figure.comparison("resident memory" + label, after.resident() / MEBIBYTE, PLAIN,
					before.resident() / MEBIBYTE, "MiB"));
		}

		@Override
		public void close() {
			this.plain.close();
			this.setpoint.close();
		}

	}

}
