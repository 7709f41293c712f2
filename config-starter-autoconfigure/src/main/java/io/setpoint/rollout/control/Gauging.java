package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.GuardReading;
import io.setpoint.store.WritableStore;

/**
 * Runs the measurements of one configuration beside the loop, one at a time. One that
 * does not come back is waited for no longer than its limit: after it there are no
 * readings until it does.
 */
final class Gauging {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final Surroundings<WritableStore> surroundings;

	private final Executor executor;

	private boolean running;

	private long begun;

	Gauging(Surroundings<WritableStore> surroundings, Executor executor) {
		this.surroundings = surroundings;
		this.executor = executor;
	}

	/**
	 * Measure once.
	 * @param watch what measures
	 * @param consumer given the readings on the loop
	 */
	void measure(StageWatch watch, Consumer<List<GuardReading>> consumer) {
		long now = this.surroundings.loop().nanoTime();
		if (this.running) {
			if (now - this.begun > LIMIT.toNanos()) {
				consumer.accept(List.of());
			}
			return;
		}
		this.begun = now;
		this.running = true;
		this.surroundings.onLoop(() -> CompletableFuture.supplyAsync(watch::read, this.executor),
				(readings, failure) -> {
					this.running = false;
					consumer.accept((readings != null) ? readings : List.of());
				});
	}

}
