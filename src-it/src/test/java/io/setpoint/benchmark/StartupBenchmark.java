package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * From the launch of a JVM until the application is ready, each in a process of its own,
 * in turns: the same keys from etcd, in a file with the starter beside it, in a file with
 * what the starter depends on, and in a file with none of it on the class path.
 */
final class StartupBenchmark implements Benchmark {

	private static final Map<Workload, Double> BARS = Map.of(Workload.SMALL, 300d, Workload.BIG, 500d);

	private static final double BAR_WITHOUT_IMPORT = 150;

	private static final String WITHOUT_IMPORT = "start-up without an import";

	private static final String DEPENDENCIES = "start-up with the dependencies of the starter only";

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		for (Workload workload : Workload.values()) {
			run(laboratory, workload, figures);
		}
	}

	private static void run(Laboratory laboratory, Workload workload, List<Figure> figures) {
		Startable plain = Startable.plain(laboratory, workload);
		Map<String, Startable> measured = new LinkedHashMap<>();
		measured.put("start-up, " + workload.label(), Startable.importing(laboratory, workload));
		if (workload == Workload.SMALL) {
			measured.put(WITHOUT_IMPORT, Startable.withoutImport(laboratory, workload));
			measured.put(DEPENDENCIES, Startable.dependencies(laboratory, workload));
		}
		Map<Startable, List<Start>> starts = starts(laboratory, plain, measured.values());
		List<Start> baseline = starts.get(plain);
		double classes = Start.loadedClasses(laboratory.folder(), plain);
		measured.forEach((what, application) -> {
			List<Start> own = starts.get(application);
			figures.add(Figure.paired(what, own.stream().map(Start::wallMillis).toList(), Startable.PLAIN,
					baseline.stream().map(Start::wallMillis).toList(), "ms", bar(what, workload)));
			figures.add(Figure.comparison(what + ", CPU", Samples.median(own.stream().map(Start::cpuMillis).toList()),
					Startable.PLAIN, Samples.median(baseline.stream().map(Start::cpuMillis).toList()), "ms"));
			figures.add(Figure.comparison(what + ", loaded classes",
					Start.loadedClasses(laboratory.folder(), application), Startable.PLAIN, classes, "classes"));
		});
	}

	private static @Nullable Double bar(String what, Workload workload) {
		return switch (what) {
			case WITHOUT_IMPORT -> BAR_WITHOUT_IMPORT;
			case DEPENDENCIES -> null;
			default -> BARS.get(workload);
		};
	}

	/**
	 * Start each application once in every pass, so that what else the machine does hits
	 * all of them alike. The first pass does not count.
	 * @param laboratory how often
	 * @param plain the baseline
	 * @param others what is compared with it
	 * @return the starts of each, in the order of the passes
	 */
	private static Map<Startable, List<Start>> starts(Laboratory laboratory, Startable plain,
			Collection<Startable> others) {
		Map<Startable, List<Start>> starts = new LinkedHashMap<>();
		starts.put(plain, new ArrayList<>());
		for (Startable other : others) {
			starts.put(other, new ArrayList<>());
		}
		for (int pass = -1; pass < laboratory.choose(7, 15); pass++) {
			for (Map.Entry<Startable, List<Start>> application : starts.entrySet()) {
				Start start = Start.of(laboratory.folder(), application.getKey());
				if (pass >= 0) {
					application.getValue().add(start);
				}
			}
		}
		return starts;
	}

}
