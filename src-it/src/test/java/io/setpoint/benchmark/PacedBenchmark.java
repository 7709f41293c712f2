package io.setpoint.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What a change costs that comes every 20 ms to a JVM that has seen fifty of them:
 * neither as warm as in a hot loop nor as cold as after a long silence. Setpoint, a bare
 * watch and what one would write oneself have a JVM each and take turns.
 */
final class PacedBenchmark implements Benchmark {

	private static final Duration PACE = Duration.ofMillis(20);

	private static final int WARM_UP = 50;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		try (Putter putter = new Putter(laboratory.etcd().endpoint())) {
			putter.warmUp(laboratory.location(Workload.SMALL), 1000);
			for (Workload workload : Workload.values()) {
				run(laboratory, workload, putter, figures);
			}
		}
	}

	private static void run(Laboratory laboratory, Workload workload, Putter putter, List<Figure> figures) {
		Follower bare = new Follower("bare watch");
		Follower binder = new Follower("a watch and Spring Boot's binder");
		Follower setpoint = new Follower("Setpoint");
		for (int pass = 0; pass < 3; pass++) {
			try (Specimen first = Specimen.bare(laboratory, workload);
					Specimen second = Specimen.binder(laboratory, workload);
					Specimen third = Specimen.setpoint(laboratory, workload)) {
				int changes = laboratory.choose(100, 300);
				bare.follow(first, putter, changes);
				binder.follow(second, putter, changes);
				setpoint.follow(third, putter, changes);
			}
		}
		String suffix = ", every 20 ms, " + workload.label();
		figures.add(Figure.ratio("put → `Live.get()`" + suffix, Samples.median(setpoint.fromPut), bare.name,
				Samples.median(bare.fromPut), "ms", 1.2));
		figures.add(Figure.ratio("CPU of a change" + suffix, Samples.median(setpoint.cpuMillis), bare.name,
				Samples.median(bare.cpuMillis), "ms", 2));
		figures.add(Figure.limit("allocation of a change" + suffix, Samples.median(setpoint.allocatedKib), bare.name,
				Samples.median(bare.allocatedKib), "KiB", workload.allocationBar()));
		compare("acknowledged → `Live.get()`" + suffix, setpoint.fromAnswer, bare, bare.fromAnswer, "ms", figures);
		compare("put → `Live.get()`" + suffix, setpoint.fromPut, binder, binder.fromPut, "ms", figures);
		compare("acknowledged → `Live.get()`" + suffix, setpoint.fromAnswer, binder, binder.fromAnswer, "ms", figures);
		compare("CPU of a change" + suffix, setpoint.cpuMillis, binder, binder.cpuMillis, "ms", figures);
		compare("allocation of a change" + suffix, setpoint.allocatedKib, binder, binder.allocatedKib, "KiB", figures);
	}

	private static void compare(String what, List<Double> setpoint, Follower baseline, List<Double> figure, String unit,
			List<Figure> figures) {
		figures.add(Figure.comparison(what, Samples.median(setpoint), baseline.name, Samples.median(figure), unit));
	}

	/**
	 * Who follows, and the median of each pass.
	 */
	private static final class Follower {

		private final String name;

		private final List<Double> fromPut = new ArrayList<>();

		private final List<Double> fromAnswer = new ArrayList<>();

		private final List<Double> cpuMillis = new ArrayList<>();

		private final List<Double> allocatedKib = new ArrayList<>();

		Follower(String name) {
			this.name = name;
		}

		/**
		 * Time some changes and, because looking out for one costs as well, take what
		 * others cost to which nobody listens.
		 */
		void follow(Specimen specimen, Putter putter, int changes) {
			specimen.putAll(putter, WARM_UP, PACE);
			Samples put = new Samples(changes);
			Samples answer = new Samples(changes);
			for (int i = 0; i < changes; i++) {
				long[] times = specimen.change(putter);
				put.add((times[2] - times[0]) / 1e6);
				answer.add((times[2] - times[1]) / 1e6);
				LockSupport.parkNanos(PACE.toNanos());
			}
			specimen.measure(changes, () -> specimen.putAll(putter, changes, PACE));
			this.fromPut.add(put.percentile(50));
			this.fromAnswer.add(answer.percentile(50));
			this.cpuMillis.add(specimen.cpuMillis());
			this.allocatedKib.add(specimen.allocatedKib());
			Benchmarks.progress("%s %s %s %s %s".formatted(this.name, put.percentile(50), answer.percentile(50),
					specimen.cpuMillis(), specimen.allocatedKib()));
		}

	}

}
