package io.setpoint.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a fleet costs: how long a change of the state takes to reach the last of a hundred
 * complete followers, and what a thousand instances do to one etcd while nothing happens
 * and in a rollout that the real controller among them moves. The baseline of the
 * thousand is as many listeners of jetcd, each of which puts its place in the fleet once
 * for each change and keeps a lease alive.
 * <p>
 * The fleet, etcd and the one who measures share the processors of one machine, so the
 * times are those of a fleet without a machine of its own for each instance; writes and
 * bytes do not depend on that. Bytes are those of messages, as etcd counts them.
 */
final class FleetBenchmark implements Benchmark {

	private static final int FOLLOWERS = 100;

	private static final List<String> HEAP = List.of("-Xms2g", "-Xmx2g", "-XX:+UseSerialGC");

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		followers(laboratory, figures);
		fleets(laboratory, figures);
	}

	private static void fleets(Laboratory laboratory, List<Figure> figures) {
		int size = laboratory.choose(200, 1000);
		int passes = laboratory.choose(1, 3);
		FleetCosts bare = costs(laboratory, FleetProcess.Kind.BARE, size, passes);
		FleetCosts setpoint = costs(laboratory, FleetProcess.Kind.SETPOINT, size, passes);
		setpoint.report(bare, figures);
	}

	private static void followers(Laboratory laboratory, List<Figure> figures) {
		List<double[]> passes = new ArrayList<>();
		try (Jvm jvm = Jvm.start(laboratory.folder(), laboratory.classPath(Workload.SMALL), HEAP,
				FollowersProcess.class, laboratory.etcd().endpoint(), FOLLOWERS, laboratory.choose(2, 6),
				laboratory.choose(3, 11))) {
			for (String line = jvm.nextLine(); line != null; line = jvm.nextLine()) {
				Benchmarks.progress(line);
				if (line.startsWith("pass ")) {
					passes.add(Stream.of(line.substring(5).split(" ")).mapToDouble(Double::parseDouble).toArray());
				}
			}
		}
		String what = "state change → the last of " + FOLLOWERS + " instances shows it, ";
		String name = "last of " + FOLLOWERS + " bare watches";
		figures.add(Figure.comparison(what + "candidate known", median(passes, 0), name, median(passes, 1), "ms"));
		figures
			.add(Figure.comparison(what + "version to be fetched", median(passes, 2), name, median(passes, 3), "ms"));
	}

	private static double median(List<double[]> passes, int column) {
		return Samples.median(passes.stream().map((pass) -> pass[column]).toList());
	}

	private static FleetCosts costs(Laboratory laboratory, FleetProcess.Kind kind, int size, int passes) {
		String endpoint = laboratory.etcd().endpoint();
		laboratory.etcd().client().deletePrefix(Operator.KEYS.rolloutRoot());
		laboratory.etcd().client().deletePrefix(Operator.KEYS.fleetRoot());
		try (Operator operator = new Operator(endpoint, "checkout")) {
			operator.release(operator.publish());
			FleetCosts costs = new FleetCosts(endpoint, kind, size);
			try (Jvm jvm = Jvm.start(laboratory.folder(), laboratory.classPath(Workload.SMALL), HEAP,
					FleetProcess.class, kind, endpoint, size)) {
				jvm.answerThat("ready");
				costs.idle(laboratory.choose(4, 10));
				for (int pass = 0; pass <= passes; pass++) {
					costs.rollout(operator, jvm, pass > 0);
				}
			}
			return costs;
		}
	}

}
