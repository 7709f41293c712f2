package io.setpoint.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.setpoint.mirror.VirtualLoop;
import org.jspecify.annotations.Nullable;

/**
 * Processes that want the same thing, while whatever can go wrong does.
 */
final class Contest {

	private static final int PROCESSES = 4;

	private final Random random;

	private final VirtualLoop time = new VirtualLoop();

	private final SimulatedEtcd etcd;

	private final History history = new History();

	private final List<Contestant> contestants = new ArrayList<>();

	private final boolean fenced;

	private final Entry entry;

	private long highest;

	/**
	 * Create a contest.
	 * @param seed what happens
	 * @param fenced whether the resource refuses old tokens
	 * @param entry how processes take part
	 */
	Contest(long seed, boolean fenced, Entry entry) {
		this.random = new Random(seed);
		this.etcd = new SimulatedEtcd(this.time, this.random);
		this.fenced = fenced;
		this.entry = entry;
		for (int i = 0; i < PROCESSES; i++) {
			this.contestants.add(entry.enter(this, new SimulatedProcess(this.etcd), "p" + i));
		}
	}

	Random random() {
		return this.random;
	}

	History history() {
		return this.history;
	}

	SimulatedEtcd etcd() {
		return this.etcd;
	}

	Duration millis(int from, int to) {
		return Duration.ofMillis(from + this.random.nextInt(to - from));
	}

	/**
	 * Let time pass, with faults.
	 * @param faults how many
	 */
	void run(int faults) {
		for (int i = 0; i < faults; i++) {
			fault();
			this.time.advance(millis(1, 3000));
		}
	}

	/**
	 * Mend everything and let time pass.
	 * @param duration how long
	 */
	void calm(Duration duration) {
		this.etcd.restart();
		this.contestants.forEach((contestant) -> {
			contestant.process.cut(false);
			contestant.process.loseAnswers(false);
			contestant.process.thaw();
			contestant.tenures = 0;
		});
		this.time.advance(duration);
	}

	List<String> whoeverNeverHeldIt() {
		return this.contestants.stream()
			.filter((contestant) -> contestant.tenures == 0)
			.map((contestant) -> contestant.name)
			.toList();
	}

	private void fault() {
		int which = this.random.nextInt(this.contestants.size());
		SimulatedProcess process = this.contestants.get(which).process;
		switch (this.random.nextInt(10)) {
			case 0, 1, 2 -> process.freeze();
			case 3, 4 -> process.thaw();
			case 5 -> process.cut(this.random.nextBoolean());
			case 6 -> process.loseAnswers(this.random.nextBoolean());
			case 7 -> process.setClock(Duration.ofSeconds(this.random.nextInt(20000) - 10000L));
			case 8 -> replace(which);
			default -> restartOrStop();
		}
	}

	private void restartOrStop() {
		if (this.etcd.isDown()) {
			this.etcd.restart();
		}
		else if (this.random.nextInt(3) == 0) {
			this.etcd.stop();
		}
	}

	private void replace(int which) {
		Contestant former = this.contestants.get(which);
		former.process.kill();
		former.forget();
		this.contestants.set(which, this.entry.enter(this, new SimulatedProcess(this.etcd), former.name + "'"));
	}

	/**
	 * How a process takes part.
	 */
	@FunctionalInterface
	interface Entry {

		Contestant enter(Contest contest, SimulatedProcess process, String name);

	}

	/**
	 * A process that writes to the resource whenever it holds it.
	 */
	abstract static class Contestant {

		private final Contest contest;

		private final SimulatedProcess process;

		private final String name;

		private @Nullable Long holding;

		private int tenures;

		Contestant(Contest contest, SimulatedProcess process, String name) {
			this.contest = contest;
			this.process = process;
			this.name = name;
		}

		/**
		 * Return the token, as far as this process can know.
		 * @return the token, {@code null} if it does not hold the resource
		 */
		abstract @Nullable Long token();

		Contest contest() {
			return this.contest;
		}

		SimulatedProcess process() {
			return this.process;
		}

		String name() {
			return this.name;
		}

		/**
		 * Begin to hold the resource.
		 * @param token the token
		 */
		void begun(long token) {
			this.contest.contestants.forEach(Contestant::endIfOver);
			this.contest.history.begun(this.name, token);
			this.holding = token;
			this.tenures++;
		}

		private void endIfOver() {
			if (this.holding != null && !this.holding.equals(token())) {
				ended();
			}
		}

		/**
		 * Hold it no longer.
		 */
		void ended() {
			if (this.holding != null) {
				this.contest.history.ended(this.name, this.holding);
				this.holding = null;
			}
		}

		private void forget() {
			ended();
		}

		/**
		 * Write to the resource, if the token says that it may. The write may be on its
		 * way for long.
		 * @return whether it has been sent
		 */
		boolean write() {
			Long token = token();
			if (token == null) {
				return false;
			}
			if (this.holding == null) {
				begun(token);
			}
			Duration way = (this.contest.random.nextInt(8) == 0) ? this.contest.millis(1000, 20000)
					: this.contest.millis(1, 30);
			this.contest.time.schedule(() -> arrive(token), way);
			return true;
		}

		private void arrive(long token) {
			if (!this.contest.fenced || token >= this.contest.highest) {
				this.contest.highest = token;
				this.contest.history.written(this.name, token);
			}
		}

	}

}
