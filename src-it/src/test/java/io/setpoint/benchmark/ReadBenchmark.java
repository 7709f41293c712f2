package io.setpoint.benchmark;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What reading costs, by JMH.
 */
final class ReadBenchmark implements Benchmark {

	/**
	 * Bytes for each read that are none of its own: other threads of the JVM allocate
	 * while it takes its time, and an object has at least eight.
	 */
	private static final double NOTHING = 0.01;

	/**
	 * JMH looks into its own objects by what JDK 24 and later warn of.
	 */
	private static final String[] QUIET = (Runtime.version().feature() >= 24)
			? new String[] { "--sun-misc-unsafe-memory-access=allow" } : new String[0];

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) throws RunnerException {
		Options options = new OptionsBuilder().include(Reads.class.getName())
			.include(VariedReads.class.getName())
			.forks(laboratory.choose(2, 5))
			.warmupIterations(3)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(laboratory.choose(3, 5))
			.measurementTime(TimeValue.seconds(1))
			.addProfiler(GCProfiler.class)
			.jvmArgsAppend(QUIET)
			.verbosity(VerboseMode.SILENT)
			.build();
		Collection<RunResult> results = new Runner(options).run();
		Map<String, Double> nanos = new HashMap<>();
		Map<String, Double> bytes = new HashMap<>();
		for (RunResult result : results) {
			String name = result.getPrimaryResult().getLabel();
			nanos.put(name, result.getPrimaryResult().getStatistics().getPercentile(50));
			bytes.put(name, result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
		}
		figures.add(Figure.ratio("`Live.get()`", nanos.get("live"), "`AtomicReference.get()` in the same object",
				nanos.get("atomicReference"), "ns", 1.1));
		figures.add(Figure.comparison("`Live.get()`", nanos.get("live"), "volatile field", nanos.get("volatileField"),
				"ns"));
		figures.add(Figure.limit("`Live.get()`, allocation", bytes.get("live"), "volatile field",
				bytes.get("volatileField"), "B", NOTHING));
		figures.add(Figure.limit("`Live.get()` in a rollout over requests", nanos.get("liveInRequest"),
				"volatile field", nanos.get("volatileField"), "ns", 40));
		figures.add(Figure.limit("`Live.get()` in a rollout over requests, allocation", bytes.get("liveInRequest"),
				"volatile field", bytes.get("volatileField"), "B", NOTHING));
		figures.add(Figure.comparison("decision for a subject", nanos.get("cohort"), "volatile field",
				nanos.get("volatileField"), "ns"));
		figures.add(Figure.comparison("`Live.get()`", nanos.get("live"), "refresh-scoped proxy",
				nanos.get("refreshScoped"), "ns"));
		figures.add(Figure.comparison("`Live.get()`", nanos.get("live"), "`Environment.getProperty`",
				nanos.get("environment"), "ns"));
	}

}
