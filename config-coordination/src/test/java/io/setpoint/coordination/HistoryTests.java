package io.setpoint.coordination;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories of a resource that one at a time may write, in virtual time: while
 * processes are frozen, killed and cut off, clocks are set, answers are lost and etcd is
 * away, no two hold it by the clock of either, and nobody writes who was overtaken.
 */
class HistoryTests {

	private static final long SEED = Long.getLong("setpoint.seed", 1);

	private static final long RUNS = Long.getLong("setpoint.runs", 15);

	private static final int FAULTS = 120;

	@Test
	void noTwoHoldTheLock() {
		seeds().forEach((seed) -> check(seed, LockContestant::new));
	}

	@Test
	void noTwoLead() {
		seeds().forEach((seed) -> check(seed, LeaderContestant::new));
	}

	@Test
	void whoeverChecksNoTokenIsOvertaken() {
		assertThat(problemsWithoutFence(LockContestant::new)).as("seed " + SEED).anyMatch(HistoryTests::isOvertaken);
		assertThat(problemsWithoutFence(LeaderContestant::new)).as("seed " + SEED).anyMatch(HistoryTests::isOvertaken);
	}

	private static LongStream seeds() {
		return LongStream.range(SEED, SEED + RUNS);
	}

	private static void check(long seed, Contest.Entry entry) {
		Contest contest = new Contest(seed, true, entry);
		contest.run(FAULTS);
		assertThat(contest.history().problems()).as("seed " + seed).isEmpty();
		contest.calm(Duration.ofMinutes(10));
		assertThat(contest.history().problems()).as("seed " + seed).isEmpty();
		assertThat(contest.whoeverNeverHeldIt()).as("seed " + seed).isEmpty();
		assertThat(contest.history().tenures()).as("seed " + seed).isGreaterThan(20);
		assertThat(contest.history().writes()).as("seed " + seed).isGreaterThan(100);
	}

	private static List<String> problemsWithoutFence(Contest.Entry entry) {
		Contest contest = new Contest(SEED, false, entry);
		contest.run(FAULTS);
		return contest.history().problems();
	}

	private static boolean isOvertaken(String problem) {
		return problem.startsWith("Written");
	}

}
