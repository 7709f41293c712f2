package io.setpoint.coordination;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.setpoint.coordination.LeaderProcess.Moment;
import io.setpoint.test.EtcdServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three processes that stand for a role on a real etcd, while whoever leads is killed or
 * frozen.
 */
class LeaderFaultTests {

	private static final int FAULTS = Integer.getInteger("setpoint.faults", 6);

	private final EtcdServer etcd = EtcdServer.start();

	private final List<LeaderProcess> all = new ArrayList<>();

	private final List<LeaderProcess> alive = new ArrayList<>();

	private final List<Long> gaps = new ArrayList<>();

	@BeforeEach
	void patience() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
	}

	@AfterEach
	void close() throws Exception {
		for (LeaderProcess process : this.all) {
			process.close();
		}
		this.etcd.close();
		Awaitility.reset();
	}

	private void start() throws IOException {
		LeaderProcess process = LeaderProcess.start(this.etcd.endpoint());
		this.all.add(process);
		this.alive.add(process);
	}

	private LeaderProcess leader(long since) {
		return await().until(() -> this.alive.stream()
			.filter((process) -> !process.isFrozen() && process.hasLedSince(since))
			.findFirst()
			.orElse(null), (found) -> found != null);
	}

	@Test
	void noTwoLeadWhileTheyAreKilledAndFrozen() throws Exception {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < 3; i++) {
			start();
		}
		for (int fault = 0; fault < FAULTS; fault++) {
			LeaderProcess leader = leader(System.nanoTime());
			switch (random.nextInt(3)) {
				case 0 -> kill(leader);
				case 1 -> freeze(leader);
				default -> freezeAndKillTheNext(leader);
			}
		}
		leader(System.nanoTime());
		assertThat(overlaps()).as("Seed " + seed).isEmpty();
		System.out.println(FAULTS + " faults, " + terms().size()
				+ " terms, two leaders at a time: 0, ms from a fault to the next leader: "
				+ this.gaps.stream().sorted().toList());
	}

	private void kill(LeaderProcess leader) throws Exception {
		long begin = System.nanoTime();
		this.alive.remove(leader);
		leader.kill();
		awaitNext(begin);
		start();
	}

	private void freeze(LeaderProcess leader) throws Exception {
		long begin = System.nanoTime();
		leader.freeze();
		awaitNext(begin);
		leader.thaw();
	}

	private void freezeAndKillTheNext(LeaderProcess leader) throws Exception {
		leader.freeze();
		LeaderProcess next = leader(System.nanoTime());
		this.alive.remove(next);
		next.kill();
		leader.thaw();
		start();
	}

	private void awaitNext(long begin) {
		LeaderProcess next = leader(begin);
		long first = next.moments()
			.stream()
			.mapToLong(Moment::end)
			.filter((time) -> time - begin > 0)
			.findFirst()
			.orElseThrow();
		this.gaps.add(Duration.ofNanos(first - begin).toMillis());
	}

	/**
	 * Find out where a process led although its successor had led already.
	 * @return the tokens of the two, none if that never was
	 */
	private List<String> overlaps() {
		List<String> overlaps = new ArrayList<>();
		long former = 0;
		long last = 0;
		for (Map.Entry<Long, List<Moment>> term : terms().entrySet()) {
			long first = term.getValue().stream().mapToLong(Moment::end).min().orElseThrow();
			if (former != 0 && first - last < 0) {
				overlaps.add(former + " and " + term.getKey());
			}
			former = term.getKey();
			last = term.getValue().stream().mapToLong(Moment::begin).max().orElseThrow();
		}
		return overlaps;
	}

	private Map<Long, List<Moment>> terms() {
		return this.all.stream()
			.flatMap((process) -> process.moments().stream())
			.collect(Collectors.groupingBy(Moment::token, TreeMap::new, Collectors.toList()));
	}

}
