package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the benchmarks and prints one table.
 */
public final class Benchmarks {

	private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

	static {
		ALL.put("latency", new LatencyBenchmark());
		ALL.put("cost", new CostBenchmark());
		ALL.put("paced", new PacedBenchmark());
		ALL.put("rare", new RareBenchmark());
		ALL.put("read", new ReadBenchmark());
		ALL.put("startup", new StartupBenchmark());
		ALL.put("accelerators", new AcceleratorBenchmark());
		ALL.put("profile", new ProfileBenchmark());
		ALL.put("footprint", new FootprintBenchmark());
		ALL.put("outage", new OutageBenchmark());
		ALL.put("burst", new BurstBenchmark());
		ALL.put("fleet", new FleetBenchmark());
		ALL.put("memory", new MemoryBenchmark());
		ALL.put("discovery", new DirectoryBenchmark());
	}

	private Benchmarks() {
	}

	/**
	 * Run benchmarks.
	 * @param args {@code --quick} and the names of the benchmarks, all if there are none
	 * @throws Exception if a measurement fails
	 */
	public static void main(String[] args) throws Exception {
		List<String> names = new ArrayList<>(List.of(args));
		boolean quick = names.remove("--quick");
		List<Figure> figures = new ArrayList<>();
		try (Laboratory laboratory = new Laboratory(quick)) {
			for (String name : names.isEmpty() ? ALL.keySet() : names) {
				Benchmark benchmark = ALL.get(name);
				if (benchmark == null) {
					throw new IllegalArgumentException("There is no benchmark '" + name + "', only " + ALL.keySet());
				}
				progress(name);
				benchmark.run(laboratory, figures);
			}
		}
		System.out.println("| what | Setpoint | baseline of the same run | ratio | bar | met |");
		System.out.println("| --- | --- | --- | --- | --- | --- |");
		figures.forEach((figure) -> System.out.println(figure.row()));
		System.exit(0);
	}

	static void progress(String line) {
		System.err.println("  " + line);
	}

}
