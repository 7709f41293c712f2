package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

import io.setpoint.mirror.Loop;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * Everything that comes from outside.
 *
 * @param store etcd
 * @param loop the thread that owns the state, and its clock
 * @param randomness numbers from 0 to below 1
 */
record Surroundings(WritableStore store, Loop loop, DoubleSupplier randomness) {

	/**
	 * Hand the answer of a call over to the loop.
	 */
	<T> void onLoop(CompletableFuture<T> answer, BiConsumer<@Nullable T, @Nullable Throwable> consumer) {
		answer.whenComplete((result, failure) -> this.loop.execute(() -> consumer.accept(result, failure)));
	}

	Loop.Timer after(Duration delay, Runnable task) {
		return this.loop.schedule(task, delay);
	}

	/**
	 * Run a task at a random time within a limit, so that not all instances do it at
	 * once.
	 */
	Loop.Timer within(Duration limit, Runnable task) {
		return after(Duration.ofNanos((long) (limit.toNanos() * this.randomness.getAsDouble())), task);
	}

}
