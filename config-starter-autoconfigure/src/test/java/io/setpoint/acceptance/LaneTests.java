package io.setpoint.acceptance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lane}.
 */
class LaneTests {

	private final List<String> worked = new ArrayList<>();

	private final Threads threads = new Threads();

	private final Threads later = new Threads();

	@Test
	void addWhenThingsWaitWorksThemOffInOrderOnOneThread() {
		Lane<String> lane = lane(8);
		List.of("a", "b", "c").forEach(lane::add);
		assertThat(this.threads.tasks).hasSize(1);
		this.threads.run();
		assertThat(this.worked).containsExactly("a", "b", "c");
	}

	@Test
	void addCompletesWhenThatVeryThingHasBeenWorkedOff() {
		List<Boolean> done = new ArrayList<>();
		List<CompletableFuture<Void>> added = new ArrayList<>();
		Lane<String> lane = new Lane<>((item) -> added.forEach((each) -> done.add(each.isDone())), LaneTests::never, 8,
				this.threads, this.later);
		added.add(lane.add("a"));
		added.add(lane.add("b"));
		this.threads.run();
		assertThat(done).containsExactly(false, false, true, false);
		assertThat(added).allMatch(CompletableFuture::isDone);
		assertThat(lane.idle()).isCompleted();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void addWhenAnyAttemptToGetAThreadFailsLosesNothing(boolean error) {
		for (int failing = 0; failing < 64; failing++) {
			this.worked.clear();
			this.threads.failing = pattern(failing, error);
			Lane<String> lane = lane(100);
			for (int i = 0; i < 8; i++) {
				lane.add(Integer.toString(i));
				this.threads.run();
				this.later.run();
			}
			this.threads.failing.clear();
			lane.add("last");
			this.threads.run();
			assertThat(this.worked).as("failures %s", Integer.toBinaryString(failing))
				.containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "last");
			assertThat(lane.idle()).isCompleted();
		}
	}

	@Test
	void addWhenThereIsNoThreadIsTriedAgainLaterWithoutAnythingNew() {
		this.threads.failing = pattern(0b11, true);
		Lane<String> lane = lane(8);
		CompletableFuture<Void> done = lane.add("a");
		this.later.run();
		assertThat(done).isNotDone();
		this.later.run();
		this.threads.run();
		assertThat(this.worked).containsExactly("a");
		assertThat(done).isCompleted();
	}

	@Test
	void addWhenThereIsNotEvenATimerIsTriedAgainWithTheNextThing() {
		this.threads.failing = pattern(1, true);
		this.later.failing = pattern(1, true);
		Lane<String> lane = lane(8);
		lane.add("a");
		lane.add("b");
		this.threads.run();
		assertThat(this.worked).containsExactly("a", "b");
	}

	@Test
	void addWhenWorkerFailsGoesOn() {
		List<String> seen = new ArrayList<>();
		Lane<String> lane = new Lane<>((item) -> {
			seen.add(item);
			Thread.currentThread().interrupt();
			throw new OutOfMemoryError("none left");
		}, LaneTests::never, 8, this.threads, this.later);
		CompletableFuture<Void> first = lane.add("a");
		lane.add("b");
		this.threads.run();
		assertThat(seen).containsExactly("a", "b");
		assertThat(first).isCompleted();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void addWhenMoreWaitsThanTheCapacityMergesTheLatest() {
		Lane<String> lane = lane(3);
		List<CompletableFuture<Void>> added = IntStream.range(0, 6)
			.mapToObj((i) -> lane.add(Integer.toString(i)))
			.toList();
		this.threads.run();
		assertThat(this.worked).containsExactly("0", "1", "2345");
		assertThat(added).allMatch(CompletableFuture::isDone);
	}

	@Test
	void addWhenLatestCannotBeMergedTakesOneOfItsKind() {
		Lane<String> lane = lane(3);
		List.of("a1", "a2", "b3", "a4", "b5", "a6", "b7").forEach(lane::add);
		this.threads.run();
		assertThat(this.worked).containsExactly("a1", "a2a4a6", "b3b5b7");
	}

	@Test
	void addWhenWorkerAddsWorksItOffAfterwards() {
		Deque<String> more = new ArrayDeque<>(List.of("b", "c"));
		List<Lane<String>> lanes = new ArrayList<>();
		lanes.add(new Lane<>((item) -> {
			this.worked.add(item);
			if (!more.isEmpty()) {
				lanes.get(0).add(more.remove());
			}
		}, LaneTests::never, 8, Runnable::run, this.later));
		lanes.get(0).add("a");
		assertThat(this.worked).containsExactly("a", "b", "c");
	}

	@Test
	void closeForgetsWhatWaits() {
		Lane<String> lane = lane(8);
		CompletableFuture<Void> done = lane.add("a");
		lane.close();
		lane.add("b");
		this.threads.run();
		assertThat(this.worked).isEmpty();
		assertThat(done).isCompleted();
		assertThat(lane.idle()).isCompleted();
	}

	private Lane<String> lane(int capacity) {
		return new Lane<>(this.worked::add, LaneTests::ofOneKind, capacity, this.threads, this.later);
	}

	private static @Nullable String ofOneKind(String earlier, String later) {
		return (Character.isDigit(earlier.charAt(0)) || earlier.charAt(0) == later.charAt(0)) ? earlier + later : null;
	}

	private static @Nullable String never(String earlier, String later) {
		return null;
	}

	private static Deque<Throwable> pattern(int failing, boolean error) {
		Deque<Throwable> failures = new ArrayDeque<>();
		for (int bits = failing; bits != 0; bits >>= 1) {
			boolean fails = (bits & 1) != 0;
			failures.add(!fails ? Threads.NONE : error ? new OutOfMemoryError("unable to create native thread")
					: new RejectedExecutionException());
		}
		return failures;
	}

	/**
	 * Takes tasks, or fails, as a test says, and runs what it took when a test says so.
	 */
	private static final class Threads implements Executor {

		static final Throwable NONE = new Throwable();

		private final Deque<Runnable> tasks = new ArrayDeque<>();

		private Deque<Throwable> failing = new ArrayDeque<>();

		@Override
		public void execute(Runnable task) {
			Throwable failure = this.failing.poll();
			if (failure instanceof Error error) {
				throw error;
			}
			if (failure instanceof RuntimeException exception) {
				throw exception;
			}
			this.tasks.add(task);
		}

		void run() {
			for (int left = this.tasks.size(); left > 0; left--) {
				this.tasks.remove().run();
			}
		}

	}

}
