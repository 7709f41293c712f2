package io.setpoint.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadLoopTests {

	private final ThreadLoop loop = new ThreadLoop();

	@AfterEach
	void close() {
		this.loop.close();
	}

	@Test
	void executeRunsOnOneNamedDaemonThreadInOrder() {
		List<Integer> order = new CopyOnWriteArrayList<>();
		IntStream.range(0, 1000).forEach((i) -> this.loop.execute(() -> order.add(i)));
		Thread thread = await(onLoop());
		assertThat(thread.getName()).isEqualTo("setpoint-watch");
		assertThat(thread.isDaemon()).isTrue();
		assertThat(order).hasSize(1000).isSorted();
	}

	@Test
	void executeWhenTaskFailsGoesOnOnTheSameThread() {
		Thread before = await(onLoop());
		this.loop.execute(() -> {
			throw new IllegalStateException("task");
		});
		assertThat(await(onLoop())).isSameAs(before);
	}

	@Test
	void scheduleRunsAfterTheDelay() {
		long begun = this.loop.nanoTime();
		CompletableFuture<Long> ran = new CompletableFuture<>();
		this.loop.schedule(() -> ran.complete(this.loop.nanoTime()), Duration.ofMillis(20));
		assertThat(await(ran) - begun).isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
	}

	@Test
	void scheduleWhenCancelledDoesNotRun() {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		CompletableFuture<Boolean> later = new CompletableFuture<>();
		CountDownLatch goOn = new CountDownLatch(1);
		this.loop.execute(() -> awaitQuietly(goOn));
		Loop.Timer timer = this.loop.schedule(() -> cancelled.complete(true), Duration.ofMillis(20));
		this.loop.schedule(() -> later.complete(true), Duration.ofMillis(30));
		timer.cancel();
		goOn.countDown();
		assertThat(await(later)).isTrue();
		assertThat(cancelled).isNotDone();
	}

	@Test
	void closeWaitsForTheRunningTaskAndForgetsWhatComesLater() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		CompletableFuture<Boolean> finished = new CompletableFuture<>();
		CompletableFuture<Boolean> forgotten = new CompletableFuture<>();
		this.loop.execute(() -> {
			running.countDown();
			awaitQuietly(goOn);
			finished.complete(!Thread.currentThread().isInterrupted());
		});
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.loop::close);
		goOn.countDown();
		await(closed.thenApply((none) -> true));
		assertThat(finished).isCompletedWithValue(true);
		this.loop.execute(() -> forgotten.complete(true));
		this.loop.schedule(() -> forgotten.complete(true), Duration.ZERO);
		assertThat(forgotten).isNotDone();
	}

	@Test
	void closeWhenCalledByATaskReturns() {
		CompletableFuture<Boolean> closed = new CompletableFuture<>();
		this.loop.execute(() -> {
			this.loop.close();
			closed.complete(true);
		});
		assertThat(await(closed)).isTrue();
	}

	private CompletableFuture<Thread> onLoop() {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.loop.execute(() -> thread.complete(Thread.currentThread()));
		return thread;
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static <T> T await(CompletableFuture<T> future) {
		return future.orTimeout(10, TimeUnit.SECONDS).join();
	}

}
