package io.setpoint.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import io.setpoint.test.EtcdCallException;
import io.setpoint.test.EtcdServer;

/**
 * The server is killed and comes back after ten seconds: from its first answer to a put
 * until that put can be read. Both subjects live through the same outages. Then the same
 * with a {@link MajorityOutage cluster that has lost its majority}.
 */
final class OutageBenchmark implements Benchmark {

	private static final Duration OUTAGE = Duration.ofSeconds(10);

	private static final long RETRY_NANOS = 5_000_000;

	@Override
	public void run(Laboratory laboratory, List<Figure> figures) {
		try (Specimen bare = Specimen.bare(laboratory, Workload.SMALL);
				Specimen setpoint = Specimen.setpoint(laboratory, Workload.SMALL)) {
			List<Double> bares = new ArrayList<>();
			List<Double> setpoints = new ArrayList<>();
			for (int pass = 0; pass < laboratory.choose(3, 7); pass++) {
				long answered = outage(laboratory, bare, setpoint);
				CompletableFuture<Long> bareSeen = CompletableFuture.supplyAsync(() -> bare.await(bare.next()));
				setpoints.add((setpoint.await(setpoint.next()) - answered) / 1e6);
				bares.add((bareSeen.join() - answered) / 1e6);
				Benchmarks.progress("live again after " + setpoints + " ms, bare " + bares);
			}
			figures.add(Figure.limit("live again after an outage of 10 s", Samples.median(setpoints),
					"jetcd's own resume", Samples.median(bares), "ms", 1000));
		}
		MajorityOutage.run(laboratory, figures);
	}

	private static long outage(Laboratory laboratory, Specimen bare, Specimen setpoint) {
		laboratory.etcd().kill();
		LockSupport.parkNanos(OUTAGE.toNanos());
		CompletableFuture<Void> restart = CompletableFuture.runAsync(laboratory.etcd()::restart);
		long answered = firstAnswer(laboratory.etcd(),
				Map.of(Workload.serialKey(bare.prefix()), String.valueOf(bare.serial() + 1),
						Workload.serialKey(setpoint.prefix()), String.valueOf(setpoint.serial() + 1)));
		restart.join();
		return answered;
	}

	/**
	 * Put something as soon as it can be done.
	 * @param etcd where
	 * @param entries the values by their keys
	 * @return when it was answered, in ns
	 */
	static long firstAnswer(EtcdServer etcd, Map<String, String> entries) {
		while (true) {
			try {
				etcd.txn((txn) -> entries.forEach(txn::put));
				return System.nanoTime();
			}
			catch (EtcdCallException ex) {
				LockSupport.parkNanos(RETRY_NANOS);
			}
		}
	}

}
