package io.setpoint.benchmark;

import java.util.ArrayList;
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

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		run(laboratory, Workload.SMALL, figures,
				List.of(new Row("start-up, small", 300d, Startable.importing(laboratory, Workload.SMALL)),
						new Row("start-up without an import", 150d,
								Startable.withoutImport(laboratory, Workload.SMALL)),
						new Row("start-up with the dependencies of the starter only", null,
								Startable.dependencies(laboratory, Workload.SMALL))));
		run(laboratory, Workload.BIG, figures,
				List.of(new Row("start-up, big", 500d, Startable.importing(laboratory, Workload.BIG))));
	}

	private static void run(Laboratory laboratory, Workload workload, List<Figure> figures, List<Row> rows) {
		Startable plain = Startable.plain(laboratory, workload);
		Map<Startable, List<Start>> starts = starts(laboratory, plain, rows.stream().map(Row::application).toList());
		List<Start> baseline = starts.get(plain);
		double classes = Start.loadedClasses(laboratory.folder(), plain);
		for (Row row : rows) {
			figures.addAll(Start.compare(row.what(), starts.get(row.application()), baseline, row.bar()));
			figures.add(Figure.comparison(row.what() + ", loaded classes",
					Start.loadedClasses(laboratory.folder(), row.application()), Startable.PLAIN, classes, "classes"));
		}
	}

	/**
	 * Start each application once in every pass, so that what else the machine does hits
	 * all of them alike. The first pass does not count.
	 * @param laboratory how often
	 * @param plain the baseline
	 * @param others what is compared with it
	 * @return the starts of each, in the order of the passes
	 */
	private static Map<Startable, List<Start>> starts(Laboratory laboratory, Startable plain, List<Startable> others) {
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

	/**
	 * What is measured.
	 *
	 * @param what what it is called
	 * @param bar how many ms more than the baseline it may take, {@code null} if nothing
	 * is asked for
	 * @param application what is started
	 */
	private record Row(String what, @Nullable Double bar, Startable application) {
	}

}
