package io.setpoint.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the main thread of an application with Setpoint spends its time until it is
 * ready, beside the same application without: in shares, because the recorder slows what
 * it watches, and in ms, which are these shares of a start without the recorder. Only
 * what runs is sampled: what the main thread waits for, and what the JVM does before, is
 * spread over all parts. The applications take turns.
 */
final class ProfileBenchmark implements Benchmark {

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) throws IOException {
		List<Profile> all = new ArrayList<>();
		List<Comparison> comparisons = new ArrayList<>();
		for (Workload workload : Workload.values()) {
			Profile plain = new Profile(Startable.plain(laboratory, workload));
			Profile dependencies = new Profile(Startable.dependencies(laboratory, workload));
			Profile importing = new Profile(Startable.importing(laboratory, workload));
			all.addAll(List.of(plain, dependencies, importing));
			comparisons.add(new Comparison(workload.label(), importing, plain, dependencies));
			if (workload == Workload.SMALL) {
				Profile withoutImport = new Profile(Startable.withoutImport(laboratory, workload));
				all.add(withoutImport);
				comparisons.add(new Comparison("without an import", withoutImport, plain, dependencies));
			}
		}
		take(laboratory, all);
		comparisons.forEach((comparison) -> comparison.report(figures));
	}

	/**
	 * Start all applications one after the other without the recorder, so that what else
	 * the machine does hits all of them alike.
	 * @param laboratory how often
	 * @param profiles the applications
	 */
	private static void take(Laboratory laboratory, List<Profile> profiles) throws IOException {
		for (int pass = 0; pass < laboratory.choose(3, 10); pass++) {
			for (Profile profile : profiles) {
				profile.record(laboratory.folder());
			}
			profiles.forEach((profile) -> profile.start(laboratory.folder()));
		}
	}

	/**
	 * An application with Setpoint and what it is compared with.
	 *
	 * @param label what it is called
	 * @param setpoint the application
	 * @param plain the same one without Setpoint
	 * @param dependencies the same one with what the starter depends on
	 */
	private record Comparison(String label, Profile setpoint, Profile plain, Profile dependencies) {

		private static final String WHOLE = "the whole start";

		void report(List<Figure> figures) {
			figures.add(Figure.comparison("start-up, %s: %s".formatted(this.label, WHOLE), this.setpoint.startMillis(),
					Startable.PLAIN, this.plain.startMillis(), "ms"));
			Stream.of(Part.values())
				.filter((part) -> this.setpoint.share(part) > 0)
				.sorted(Comparator.comparingDouble(this.setpoint::share).reversed())
				.forEach((part) -> figures.add(figure(part)));
		}

		private Figure figure(Part part) {
			String what = "start-up, %s: %s, %s %% of a start without the recorder".formatted(this.label, part.label(),
					Figure.number(100 * this.setpoint.share(part)));
			double millis = this.setpoint.millis(part);
			if (part.isOwn()) {
				return Figure.comparison(what, millis, WHOLE, this.setpoint.startMillis(), "ms");
			}
			return (part == Part.CLOUD)
					? Figure.comparison(what, millis, "with the dependencies of the starter only",
							this.dependencies.millis(part), "ms")
					: Figure.comparison(what, millis, Startable.PLAIN, this.plain.millis(part), "ms");
		}

	}

}
