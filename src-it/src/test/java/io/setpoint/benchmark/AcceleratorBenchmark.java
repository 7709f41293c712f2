package io.setpoint.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Boot's and the JVM's own means take from a start, each by itself: of an
 * application that has its keys in etcd, beside the same one without Setpoint, in
 * processes of their own and in turns.
 */
final class AcceleratorBenchmark implements Benchmark {

	private static final int FIRST_WITH_AOT_CACHE = 25;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) throws IOException {
		Map<String, Pair> pairs = pairs(new Accelerators(laboratory.folder()),
				packed(laboratory, Startable.importing(laboratory, Workload.SMALL)),
				packed(laboratory, Startable.plain(laboratory, Workload.SMALL)));
		for (int pass = -1; pass < laboratory.choose(5, 15); pass++) {
			for (Pair pair : pairs.values()) {
				pair.start(laboratory.folder(), pass >= 0);
			}
		}
		pairs.forEach((name, pair) -> figures.addAll(pair.figures("start-up, " + name)));
	}

	private static Startable packed(Laboratory laboratory, Startable application) {
		return application.withClassPath(laboratory.packed(application.classPath()));
	}

	private static Map<String, Pair> pairs(Accelerators accelerators, Startable with, Startable without)
			throws IOException {
		Map<String, Pair> pairs = new LinkedHashMap<>();
		pairs.put("as it is", new Pair(with, without));
		pairs.put("with a class archive", new Pair(accelerators.archived(with), accelerators.archived(without)));
		if (Runtime.version().feature() >= FIRST_WITH_AOT_CACHE) {
			pairs.put("with an AOT cache", new Pair(accelerators.cached(with), accelerators.cached(without)));
		}
		pairs.put("processed ahead of time",
				new Pair(accelerators.processed(with.with("spring.cloud.refresh.enabled", false)),
						accelerators.processed(without)));
		pairs.put("with lazy initialization", pair(with, without, "spring.main.lazy-initialization"));
		pairs.put("with virtual threads", pair(with, without, "spring.threads.virtual.enabled"));
		return pairs;
	}

	private static Pair pair(Startable with, Startable without, String property) {
		return new Pair(with.with(property, true), without.with(property, true));
	}

	/**
	 * An application and the one it is compared with.
	 */
	private static final class Pair {

		private final Startable with;

		private final Startable without;

		private final List<Start> own = new ArrayList<>();

		private final List<Start> baseline = new ArrayList<>();

		Pair(Startable with, Startable without) {
			this.with = with;
			this.without = without;
		}

		void start(Path folder, boolean counts) {
			Start start = Start.of(folder, this.with);
			Start plain = Start.of(folder, this.without);
			if (counts) {
				this.own.add(start);
				this.baseline.add(plain);
			}
		}

		List<Figure> figures(String what) {
			return Start.compare(what, this.own, this.baseline, null);
		}

	}

}
