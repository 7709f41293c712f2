package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the launch of a JVM until the application is ready, each in a process of its own,
 * in turns: the same keys from etcd, in a file with the starter beside it, and in a file
 * with neither Setpoint nor jetcd on the class path.
 */
final class StartupBenchmark implements Benchmark {

	private static final Map<Workload, Integer> BARS = Map.of(Workload.SMALL, 300, Workload.BIG, 500);

	private static final int BAR_WITHOUT_IMPORT = 150;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		for (Workload workload : Workload.values()) {
			run(laboratory, workload, figures);
		}
	}

	private static void run(Laboratory laboratory, Workload workload, List<Figure> figures) {
		Startable plain = Startable.plain(laboratory, workload);
		Map<Startable, Integer> measured = new LinkedHashMap<>();
		Startable imports = Startable.importing(laboratory, workload);
		measured.put(imports, BARS.get(workload));
		if (workload == Workload.SMALL) {
			measured.put(Startable.withoutImport(laboratory, workload), BAR_WITHOUT_IMPORT);
		}
		Map<Startable, List<Start>> starts = starts(laboratory, plain, measured.keySet().toArray(Startable[]::new));
		List<Start> baseline = starts.get(plain);
		double classes = Start.loadedClasses(laboratory.folder(), plain);
		measured.forEach((application, bar) -> {
			String what = (application == imports) ? "start-up, " + workload.label() : "start-up without an import";
			List<Start> own = starts.get(application);
			figures.add(Figure.paired(what, own.stream().map(Start::wallMillis).toList(), Startable.PLAIN,
					baseline.stream().map(Start::wallMillis).toList(), "ms", bar));
			figures.add(Figure.comparison(what + ", CPU", Samples.median(own.stream().map(Start::cpuMillis).toList()),
					Startable.PLAIN, Samples.median(baseline.stream().map(Start::cpuMillis).toList()), "ms"));
			figures.add(Figure.comparison(what + ", loaded classes",
					Start.loadedClasses(laboratory.folder(), application), Startable.PLAIN, classes, "classes"));
		});
	}

	/**
	 * Start each application once in every pass, so that what else the machine does hits
	 * all of them alike. The first pass does not count.
	 * @param laboratory how often
	 * @param plain the baseline
	 * @param others what is compared with it
	 * @return the starts of each, in the order of the passes
	 */
	private static Map<Startable, List<Start>> starts(Laboratory laboratory, Startable plain, Startable... others) {
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
