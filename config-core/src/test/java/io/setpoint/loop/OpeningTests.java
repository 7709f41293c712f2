package io.setpoint.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Opening}.
 */
class OpeningTests {

	private final SteppedLoop loop = new SteppedLoop();

	private int opened;

	private Opening opening(boolean awaited) {
		return new Opening(this.loop, awaited, () -> this.opened++);
	}

	@Test
	void beginsAtOnceWhereNobodySaysThatTheApplicationIsReady() {
		opening(false).begin();
		assertThat(this.opened).isOne();
	}

	@Test
	void beginsWhenTheApplicationIsReady() {
		Opening opening = opening(true);
		opening.begin();
		assertThat(this.opened).isZero();
		opening.ready();
		opening.ready();
		assertThat(this.opened).isOne();
	}

	@Test
	void beginsAfterAWhileWhereTheApplicationIsNeverReady() {
		opening(true).begin();
		this.loop.runScheduled();
		assertThat(this.opened).isOne();
	}

	@Test
	void doesNotBeginBeforeItMay() {
		Opening opening = opening(true);
		opening.ready();
		assertThat(this.opened).isZero();
		opening.begin();
		assertThat(this.opened).isOne();
	}

	@Test
	void beginsAgainWithoutWaitingAfterAnEnd() {
		Opening opening = opening(true);
		opening.begin();
		opening.ready();
		opening.end();
		opening.ready();
		assertThat(this.opened).isOne();
		opening.begin();
		assertThat(this.opened).isEqualTo(2);
	}

	@Test
	void doesNotBeginAfterAnEnd() {
		Opening opening = opening(true);
		opening.begin();
		opening.end();
		this.loop.runScheduled();
		assertThat(this.opened).isZero();
	}

	/**
	 * Runs what is for now at once, and what is for later when it is told to.
	 */
	private static final class SteppedLoop implements Loop {

		private final List<Runnable> scheduled = new ArrayList<>();

		void runScheduled() {
			List.copyOf(this.scheduled).forEach(Runnable::run);
		}

		@Override
		public void execute(Runnable task) {
			task.run();
		}

		@Override
		public Timer schedule(Runnable task, Duration delay) {
			assertThat(delay).isPositive();
			this.scheduled.add(task);
			return () -> this.scheduled.remove(task);
		}

		@Override
		public Timer repeatBeside(Runnable task, Duration interval) {
			throw new UnsupportedOperationException();
		}

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Instant now() {
			return Instant.EPOCH;
		}

	}

}
