package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdServer;

/**
 * How long the etcd in the JVM takes to start and to answer its first call, and to take
 * and to give ten thousand keys, beside a real one.
 */
final class MemoryBenchmark implements Benchmark {

	private static final int KEYS = 10_000;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		start(EtcdInMemory.start());
		List<Double> starts = new ArrayList<>();
		List<Double> realStarts = new ArrayList<>();
		List<Double> loads = new ArrayList<>();
		List<Double> realLoads = new ArrayList<>();
		for (int pass = 0; pass < laboratory.choose(5, 21); pass++) {
			starts.add(millis(() -> start(EtcdInMemory.start())));
			realStarts.add(millis(() -> start(EtcdServer.start())));
			try (Etcd etcd = EtcdInMemory.start()) {
				loads.add(millis(() -> load(etcd)));
			}
			realLoads.add(millis(() -> load(laboratory.etcd())));
			Benchmarks.progress("etcd in the JVM: start " + starts + " ms, real " + realStarts);
		}
		figures.add(Figure.limit("etcd in the JVM, from start to the first answer, and its end", Samples.median(starts),
				"a real one", Samples.median(realStarts), "ms", 100));
		figures.add(Figure.comparison("etcd in the JVM, 10 000 keys put and read", Samples.median(loads), "a real one",
				Samples.median(realLoads), "ms"));
	}

	private static void start(Etcd etcd) {
		try (etcd) {
			etcd.revision();
		}
	}

	private static void load(Etcd etcd) {
		Map<String, String> values = new LinkedHashMap<>();
		for (int i = 0; i < KEYS; i++) {
			values.put("/memory/k%05d".formatted(i), "value " + i);
		}
		etcd.client().putAll(values);
		if (etcd.getAll("/memory/").size() != KEYS) {
			throw new IllegalStateException("Keys are missing");
		}
	}

	private static double millis(Runnable action) {
		long begin = System.nanoTime();
		action.run();
		return (System.nanoTime() - begin) / 1e6;
	}

}
