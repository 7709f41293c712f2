package io.setpoint.mirror;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GuardedLoop}.
 */
class GuardedLoopTests {

	private final VirtualLoop delegate = new VirtualLoop();

	private final GuardedLoop loop = new GuardedLoop(this.delegate);

	private final AtomicInteger recoveries = new AtomicInteger();

	@Test
	void recoveryThatFailsIsTriedOnceASecondHoweverManyTasksHaveComeMeanwhile() {
		boolean[] failing = { true };
		this.loop.recoverBy((ex) -> {
			this.recoveries.incrementAndGet();
			if (failing[0]) {
				throw new OutOfMemoryError("still");
			}
		});
		this.loop.execute(() -> {
			throw new IllegalStateException("broken");
		});
		for (int i = 0; i < 100; i++) {
			this.loop.execute(() -> {
			});
		}
		this.delegate.advanceMillis(1);
		this.recoveries.set(0);
		this.delegate.advance(Duration.ofSeconds(10));
		assertThat(this.recoveries).hasValue(10);
		failing[0] = false;
		this.delegate.advance(Duration.ofSeconds(10));
		assertThat(this.recoveries).hasValue(11);
	}

}
