package io.setpoint.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Supplier;

import io.setpoint.loop.Loop;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A loop in virtual time. Nothing runs until time is advanced, and what fails fails the
 * test.
 */
public final class VirtualLoop implements Loop {

	private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

	private static final Comparator<Task> ORDER = Comparator.comparingLong(Task::time).thenComparingLong(Task::serial);

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(ORDER);

	private long time = 1_000;

	private long serial;

	private int standing;

	@Override
	public void execute(Runnable task) {
		schedule(task, Duration.ZERO);
	}

	@Override
	public Timer schedule(Runnable task, Duration delay) {
		return add(task, delay, false);
	}

	/**
	 * Run a task after a delay, also while the loop is busy.
	 * @param task the task of somebody else
	 * @param delay the delay
	 * @return cancels the task if it has not run
	 */
	Timer scheduleBeside(Runnable task, Duration delay) {
		return add(task, delay, true);
	}

	private Timer add(Runnable task, Duration delay, boolean beside) {
		Task added = new Task(this.time + delay.toNanos(), this.serial++, task, beside);
		this.tasks.add(added);
		return () -> this.tasks.remove(added);
	}

	@Override
	public Timer repeatBeside(Runnable task, Duration interval) {
		Timer[] next = new Timer[1];
		next[0] = scheduleBeside(() -> {
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
		run(duration, this.tasks::peek);
	}

	private void run(Duration duration, Supplier<@Nullable Task> first) {
		long end = this.time + duration.toNanos();
		Task next = first.get();
		while (next != null && next.time() <= end) {
			this.tasks.remove(next);
			this.standing = (next.time() > this.time) ? 0 : this.standing + 1;
			Assert.state(this.standing < 1_000_000, "Time stands still");
			this.time = Math.max(this.time, next.time());
			next.task().run();
			next = first.get();
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

	/**
	 * Let time pass during which a task of the loop takes long, and everybody else goes
	 * on.
	 * @param duration the duration
	 */
	void busy(Duration duration) {
		run(duration, () -> this.tasks.stream().filter(Task::beside).min(ORDER).orElse(null));
	}

	private record Task(long time, long serial, Runnable task, boolean beside) {
	}

}
