package io.setpoint.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import io.setpoint.test.EtcdCluster;
import io.setpoint.test.EtcdServer;

/**
 * Two of three members are killed, at random, and after a time in which the intervals
 * between attempts have grown one of them comes back: from the first answer to a put, at
 * either of the two that are a majority again, until that put can be read. Such an answer
 * takes a majority, as a linearizable read does. Both subjects live through the same
 * outages. What is random is repeated with {@code JDK_JAVA_OPTIONS=-Dsetpoint.seed=...}.
 * The cluster has etcd's own heartbeat and election timeout.
 */
final class MajorityOutage implements AutoCloseable {

	/**
	 * Longer than it takes until the application says that it does not follow.
	 */
	private static final Duration SHORTEST = Duration.ofSeconds(15);

	private static final int VARIED_MILLIS = 15_000;

	private static final long RETRY_NANOS = 5_000_000;

	private static final String BASELINE = "jetcd's own resume";

	private final EtcdCluster cluster = EtcdCluster.builder()
		.pace(Duration.ofMillis(100), Duration.ofSeconds(1))
		.start();

	private final Specimen bare;

	private final Specimen setpoint;

	private final Random random;

	private MajorityOutage(Laboratory laboratory, long seed) {
		this.bare = Specimen.bare(laboratory, this.cluster, Workload.SMALL);
		this.setpoint = Specimen.setpoint(laboratory, this.cluster, Workload.SMALL);
		this.random = new Random(seed);
	}

	static void run(Laboratory laboratory, List<Figure> figures) {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Benchmarks.progress("outages of a majority, setpoint.seed=" + seed);
		int rounds = laboratory.choose(7, 15);
		Samples bares = new Samples(rounds);
		Samples setpoints = new Samples(rounds);
		try (MajorityOutage outage = new MajorityOutage(laboratory, seed)) {
			for (int round = 0; round < rounds; round++) {
				outage.measure(bares, setpoints);
			}
		}
		String what = "live again after an outage of two of three members for 15 to 30 s, ";
		figures
			.add(Figure.limit(what + "median", setpoints.percentile(50), BASELINE, bares.percentile(50), "ms", 1000));
		figures.add(Figure.limit(what + "90 %", setpoints.percentile(90), BASELINE, bares.percentile(90), "ms", 1000));
	}

	private void measure(Samples bares, Samples setpoints) {
		List<EtcdServer> members = new ArrayList<>(this.cluster.members());
		Collections.shuffle(members, this.random);
		awaitLive(true);
		long end = System.nanoTime() + SHORTEST.plusMillis(this.random.nextInt(VARIED_MILLIS)).toNanos();
		members.subList(0, 2).forEach(EtcdServer::kill);
		awaitLive(false);
		LockSupport.parkNanos(end - System.nanoTime());
		this.bare.next();
		this.setpoint.next();
		CompletableFuture<Void> restart = CompletableFuture.runAsync(members.get(0)::restart);
		CompletableFuture<Long> here = CompletableFuture.supplyAsync(() -> put(members.get(0)));
		CompletableFuture<Long> there = CompletableFuture.supplyAsync(() -> put(members.get(2)));
		CompletableFuture.anyOf(here, there).join();
		CompletableFuture<Long> bareSeen = CompletableFuture.supplyAsync(() -> this.bare.await(this.bare.serial()));
		long seen = this.setpoint.await(this.setpoint.serial());
		long answered = Math.min(here.join(), there.join());
		setpoints.add((seen - answered) / 1e6);
		bares.add((bareSeen.join() - answered) / 1e6);
		Benchmarks.progress("live again with a majority: " + ((seen - answered) / 1e6) + " ms, bare "
				+ ((bareSeen.join() - answered) / 1e6));
		restart.join();
		members.get(1).restart();
	}

	private void awaitLive(boolean live) {
		while (this.setpoint.isLive() != live) {
			LockSupport.parkNanos(RETRY_NANOS);
		}
	}

	/**
	 * Put the serial numbers as soon as it can be done. A member answers when a majority
	 * has them.
	 * @param member the member to put them at
	 * @return when it has answered, in ns
	 */
	private long put(EtcdServer member) {
		return OutageBenchmark.firstAnswer(member,
				Map.of(Workload.serialKey(this.bare.prefix()), String.valueOf(this.bare.serial()),
						Workload.serialKey(this.setpoint.prefix()), String.valueOf(this.setpoint.serial())));
	}

	@Override
	public void close() {
		this.bare.close();
		this.setpoint.close();
		this.cluster.close();
	}

}
