package io.setpoint.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * What a change costs that comes once in a while, as real ones do: the first one after a
 * start, and one every half minute (in a quick run every six seconds). Setpoint, a bare
 * watch and what one would write oneself have a JVM each and take turns.
 */
final class RareBenchmark implements Benchmark {

	private static final int WARM_UP = 300;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		try (Putter putter = new Putter(laboratory.etcd().endpoint())) {
			putter.warmUp(laboratory.location(Workload.SMALL), WARM_UP);
			for (Workload workload : Workload.values()) {
				run(laboratory, workload, putter, figures);
			}
		}
	}

	private static void run(Laboratory laboratory, Workload workload, Putter putter, List<Figure> figures) {
		Follower bare = new Follower("bare watch");
		Follower binder = new Follower("a watch and Spring Boot's binder");
		Follower setpoint = new Follower("Setpoint");
		for (int pass = 0; pass < laboratory.choose(2, 3); pass++) {
			try (Specimen first = Specimen.bare(laboratory, workload);
					Specimen second = Specimen.binder(laboratory, workload);
					Specimen third = Specimen.setpoint(laboratory, workload)) {
				for (int change = 0; change < 8; change++) {
					bare.follow(laboratory, first, putter, change);
					binder.follow(laboratory, second, putter, change);
					setpoint.follow(laboratory, third, putter, change);
				}
			}
		}
		report("first change after a start, " + workload.label(), setpoint.first, bare, bare.first, figures);
		report("first change after a start, " + workload.label(), setpoint.first, binder, binder.first, figures);
		report("rare change, " + workload.label(), setpoint.later, bare, bare.later, figures);
		report("rare change, " + workload.label(), setpoint.later, binder, binder.later, figures);
	}

	private static void report(String what, List<Change> changes, Follower baseline, List<Change> baselines,
			List<Figure> figures) {
		report(what + ", from the put", median(changes, Change::fromPut), baseline, median(baselines, Change::fromPut),
				"ms", figures);
		report(what + ", from the answer", median(changes, Change::fromAnswer), baseline,
				median(baselines, Change::fromAnswer), "ms", figures);
		report(what + ", CPU (mean)", meanCpu(changes), baseline, meanCpu(baselines), "ms", figures);
		report(what + ", allocation", median(changes, Change::allocatedKib), baseline,
				median(baselines, Change::allocatedKib), "KiB", figures);
	}

	private static void report(String what, double setpoint, Follower baseline, double figure, String unit,
			List<Figure> figures) {
		figures.add(Figure.comparison(what, setpoint, baseline.name, figure, unit));
	}

	private static double median(List<Change> changes, Function<Change, Double> figure) {
		return Samples.median(changes.stream().map(figure).toList());
	}

	/**
	 * The system counts the CPU time of a process in hundredths of a second, which is
	 * more than one change takes.
	 */
	private static double meanCpu(List<Change> changes) {
		return changes.stream().mapToDouble(Change::cpuMillis).average().orElseThrow();
	}

	/**
	 * Who follows, and what was seen of it in all passes.
	 */
	private static final class Follower {

		private final String name;

		private final List<Change> first = new ArrayList<>();

		private final List<Change> later = new ArrayList<>();

		Follower(String name) {
			this.name = name;
		}

		void follow(Laboratory laboratory, Specimen specimen, Putter putter, int change) {
			LockSupport.parkNanos(Duration.ofSeconds(laboratory.choose(2, 10)).toNanos());
			((change == 0) ? this.first : this.later).add(Change.of(specimen, putter));
		}

	}

	/**
	 * A change and what it cost.
	 *
	 * @param fromPut the time from the start of the put until it is seen, in ms
	 * @param fromAnswer the time from etcd's answer, in ms; less than nothing if it was
	 * seen before
	 * @param cpuMillis the CPU time of the whole process until a second later, when what
	 * follows a change has been done, and the last good state has been written
	 * @param allocatedKib what its threads have allocated until then
	 */
	private record Change(double fromPut, double fromAnswer, double cpuMillis, double allocatedKib) {

		private static final Duration AFTERWARDS = Duration.ofSeconds(1);

		static Change of(Specimen specimen, Putter putter) {
			long[] before = specimen.spent();
			long[] times = specimen.change(putter);
			LockSupport.parkNanos(AFTERWARDS.toNanos());
			long[] after = specimen.spent();
			return new Change((times[2] - times[0]) / 1e6, (times[2] - times[1]) / 1e6, (after[0] - before[0]) / 1e6,
					(after[1] - before[1]) / 1024d);
		}

	}

}
