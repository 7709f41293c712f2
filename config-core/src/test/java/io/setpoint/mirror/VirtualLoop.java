package io.setpoint.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

import io.setpoint.loop.Loop;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A loop in virtual time. Nothing runs until time is advanced, and what fails fails the
 * test.
 */
public final class VirtualLoop implements Loop {

	private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::time).thenComparingLong(Task::serial));

	private long time = 1_000;

	private long serial;

	private int standing;

	@Override
	public void execute(Runnable task) {
		schedule(task, Duration.ZERO);
	}

	@Override
	public Timer schedule(Runnable task, Duration delay) {
		Task scheduled = new Task(this.time + delay.toNanos(), this.serial++, task);
		this.tasks.add(scheduled);
		return () -> this.tasks.remove(scheduled);
	}

	@Override
	public Timer repeatBeside(Runnable task, Duration interval) {
		Timer[] next = new Timer[1];
		next[0] = schedule(() -> {
			task.run();
			next[0] = repeatBeside(task, interval);
		}, interval);
		return () -> next[0].cancel();
	}

	@Override
	public long nanoTime() {
		return this.time;
	}

	@Override
	public Instant now() {
		return ORIGIN.plusNanos(this.time);
	}

	/**
	 * Run everything that is due within a duration.
	 * @param duration the duration
	 */
	public void advance(Duration duration) {
		long end = this.time + duration.toNanos();
		Task next = nextBefore(end);
		while (next != null) {
			this.standing = (next.time() > this.time) ? 0 : this.standing + 1;
			Assert.state(this.standing < 1_000_000, "Time stands still");
			this.time = Math.max(this.time, next.time());
			next.task().run();
			next = nextBefore(end);
		}
		this.time = end;
	}

	void advanceMillis(long millis) {
		advance(Duration.ofMillis(millis));
	}

	/**
	 * Let time pass during which the loop does nothing, as if a task took long.
	 * @param duration the duration
	 */
	public void block(Duration duration) {
		this.time += duration.toNanos();
	}

	private @Nullable Task nextBefore(long end) {
		Task next = this.tasks.peek();
		return (next != null && next.time() <= end) ? this.tasks.poll() : null;
	}

	private record Task(long time, long serial, Runnable task) {
	}

}
