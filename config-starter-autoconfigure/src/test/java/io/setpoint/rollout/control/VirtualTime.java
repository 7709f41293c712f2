package io.setpoint.rollout.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.setpoint.loop.Loop;
import io.setpoint.mirror.VirtualLoop;

/**
 * The time of all instances of a test. Nothing runs until it is advanced.
 */
final class VirtualTime {

	static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

	private final VirtualLoop loop = new VirtualLoop();

	private final long began = this.loop.nanoTime();

	void advance(Duration duration) {
		this.loop.advance(duration);
	}

	long nanos() {
		return this.loop.nanoTime() - this.began;
	}

	Loop.Timer after(Duration delay, Runnable task) {
		return this.loop.schedule(task, delay);
	}

	/**
	 * The loop of one process, which can be frozen.
	 */
	final class Process implements Loop {

		private final List<Runnable> backlog = new ArrayList<>();

		private boolean frozen;

		private Duration skew = Duration.ZERO;

		private long origin;

		/**
		 * Have a clock of its own.
		 * @param skew how far its time of day is ahead
		 * @param origin what its monotonic clock began with
		 */
		void set(Duration skew, long origin) {
			this.skew = skew;
			this.origin = origin;
		}

		/**
		 * Let somebody set its time of day.
		 * @param step how far ahead
		 */
		void step(Duration step) {
			this.skew = this.skew.plus(step);
		}

		void freeze() {
			this.frozen = true;
		}

		void thaw() {
			this.frozen = false;
			this.backlog.forEach(this::execute);
			this.backlog.clear();
		}

		@Override
		public void execute(Runnable task) {
			schedule(task, Duration.ZERO);
		}

		@Override
		public Timer schedule(Runnable task, Duration delay) {
			boolean[] cancelled = new boolean[1];
			Runnable guarded = () -> {
				if (!cancelled[0]) {
					task.run();
				}
			};
			Timer timer = after(delay, () -> {
				if (this.frozen) {
					this.backlog.add(guarded);
				}
				else {
					guarded.run();
				}
			});
			return () -> {
				cancelled[0] = true;
				timer.cancel();
			};
		}

		@Override
		public long nanoTime() {
			return this.origin + nanos();
		}

		@Override
		public Instant now() {
			return ORIGIN.plusNanos(nanos()).plus(this.skew);
		}

	}

}
