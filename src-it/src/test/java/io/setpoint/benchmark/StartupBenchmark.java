package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From the launch of a JVM until the application is ready, with Setpoint and without: the
 * same keys in a file, and neither Setpoint nor jetcd on the class path.
 */
final class StartupBenchmark implements Benchmark {

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		for (Workload workload : Workload.values()) {
			Map<String, String> with = Map.of("spring.config.import", "etcd:" + laboratory.location(workload),
					"setpoint.etcd.endpoints", laboratory.etcd().endpoint());
			Map<String, String> without = Map.of("spring.config.import", "file:" + laboratory.file(workload));
			List<Double> withMillis = new ArrayList<>();
			List<Double> withoutMillis = new ArrayList<>();
			for (int pass = -1; pass < laboratory.choose(7, 15); pass++) {
				double ofWith = start(laboratory, laboratory.classPath(workload), with);
				double ofWithout = start(laboratory, laboratory.classPathWithoutSetpoint(workload), without);
				if (pass >= 0) {
					withMillis.add(ofWith);
					withoutMillis.add(ofWithout);
				}
			}
			figures.add(Figure.difference("start-up, " + workload.label(), Samples.median(withMillis),
					"the same application without Setpoint", Samples.median(withoutMillis), "ms", 500));
		}
	}

	private static double start(Laboratory laboratory, String classPath, Map<String, String> properties) {
		List<Object> arguments = new ArrayList<>();
		properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		long start = System.nanoTime();
		try (Jvm jvm = Jvm.start(laboratory.folder(), classPath, List.of(), StartupProcess.class,
				arguments.toArray())) {
			jvm.answerThat("ready");
			return (System.nanoTime() - start) / 1e6;
		}
	}

}
