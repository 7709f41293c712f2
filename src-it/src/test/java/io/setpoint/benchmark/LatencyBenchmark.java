package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * From a put to {@code Live.get()}, against a bare watch.
 */
final class LatencyBenchmark implements Benchmark {

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		List<List<double[]>> blocks = List.of(new ArrayList<>(), new ArrayList<>());
		for (int pass = 0; pass < laboratory.choose(1, 3); pass++) {
			for (Workload workload : Workload.values()) {
				measure(laboratory, workload, blocks.get(workload.ordinal()));
			}
		}
		for (Workload workload : Workload.values()) {
			report(workload, blocks.get(workload.ordinal()), figures);
		}
	}

	private void measure(Laboratory laboratory, Workload workload, List<double[]> blocks) {
		try (Jvm jvm = Jvm.start(laboratory.folder(), laboratory.classPath(workload), Jvm.FIXED_HEAP,
				LatencyProcess.class, laboratory.etcd().endpoint(), laboratory.location(workload),
				laboratory.location(workload), laboratory.choose(3000, 12_000), laboratory.choose(3, 5),
				laboratory.choose(300, 600))) {
			for (String line = jvm.nextLine(); line != null; line = jvm.nextLine()) {
				if (line.startsWith("block ")) {
					Benchmarks.progress(workload.label() + ' ' + line);
					blocks.add(Stream.of(line.substring(6).split(" ")).mapToDouble(Double::parseDouble).toArray());
				}
				else {
					Benchmarks.progress(line);
				}
			}
		}
	}

	private void report(Workload workload, List<double[]> blocks, List<Figure> figures) {
		String what = "put → `Live.get()`, " + workload.label() + ", ";
		figures.add(ratio(what + "p50", blocks, 0, 1.2));
		figures.add(ratio(what + "p99", blocks, 1, 1.5));
		what = "acknowledged → `Live.get()`, " + workload.label() + ", ";
		figures.add(Figure.comparison(what + "p50", median(blocks, 2), "bare watch", median(blocks, 6), "µs"));
		figures.add(Figure.comparison(what + "p99", median(blocks, 3), "bare watch", median(blocks, 7), "µs"));
	}

	private static Figure ratio(String what, List<double[]> blocks, int column, double bar) {
		return Figure.ratio(what, median(blocks, column), "bare watch", median(blocks, column + 4), "µs", bar);
	}

	private static double median(List<double[]> blocks, int column) {
		return Samples.median(blocks.stream().map((block) -> block[column]).toList());
	}

}
