package io.setpoint.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.setpoint.Live;
import io.setpoint.LiveOrigin;
import io.setpoint.Subject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DerivedLive}.
 */
class DerivedLiveTests {

	private static final Executor DIRECT = Runnable::run;

	private final Source source = new Source("1");

	@Test
	void getWhenSourceChangesGivesWhatWasBuiltFromIt() {
		DerivedLive<String, Resource> derived = new DerivedLive<>(this.source, Resource::new, DIRECT);
		assertThat(derived.get().name).isEqualTo("1");
		this.source.change("2");
		assertThat(derived.get().name).isEqualTo("2");
	}

	@Test
	void changeWhenBuiltAnewClosesWhatItReplaces() {
		DerivedLive<String, Resource> derived = new DerivedLive<>(this.source, Resource::new, DIRECT);
		Resource first = derived.get();
		this.source.change("2");
		assertThat(first.closed).isTrue();
		assertThat(derived.get().closed).isFalse();
	}

	@Test
	void changeWhenFunctionFailsKeepsWhatWasBuiltAndTakesUpTheNextChange() {
		Function<String, Resource> function = (value) -> {
			if (value.equals("bad")) {
				throw new IllegalStateException();
			}
			return new Resource(value);
		};
		DerivedLive<String, Resource> derived = new DerivedLive<>(this.source, function, DIRECT);
		try {
			this.source.change("bad");
		}
		catch (IllegalStateException ex) {
			assertThat(derived.get().closed).isFalse();
		}
		assertThat(derived.get().name).isEqualTo("1");
		this.source.change("3");
		assertThat(derived.get().name).isEqualTo("3");
	}

	@Test
	void changeWhenOvertakenBeforeItIsToldNeverGoesBack() {
		List<String> built = new ArrayList<>();
		DerivedLive<String, Resource> derived = new DerivedLive<>(this.source, (value) -> {
			built.add(value);
			return new Resource(value);
		}, DIRECT);
		this.source.value = "4";
		this.source.tell("2", "3");
		this.source.tell("3", "4");
		this.source.change("5");
		assertThat(built).containsExactly("1", "4", "5");
		assertThat(derived.get().name).isEqualTo("5");
	}

	@Test
	void onChangeWhenBuiltAnewTellsOldAndNewBeforeClosing() {
		DerivedLive<String, Resource> derived = new DerivedLive<>(this.source, Resource::new, DIRECT);
		List<String> told = new ArrayList<>();
		derived.onChange((before, after) -> told.add(before.name + before.closed + after.name));
		this.source.change("2");
		assertThat(told).containsExactly("1false2");
	}

	@Test
	void mapWhenSourceChangesFollows() {
		DerivedLive<String, Resource> derived = new DerivedLive<>(this.source, Resource::new, DIRECT);
		Live<Integer> length = derived.map((resource) -> resource.name.length());
		this.source.change("four");
		assertThat(length.get()).isEqualTo(4);
	}

	@Test
	void closeWhenClosedClosesWhatWasBuiltAndUnsubscribes() {
		DerivedLive<String, Resource> derived = new DerivedLive<>(this.source, Resource::new, DIRECT);
		derived.close();
		assertThat(derived.get().closed).isTrue();
		assertThat(this.source.listeners).isEmpty();
	}

	@Test
	void closeWhenFunctionBlocksDoesNotWaitForItAndClosesWhatItBuilds() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		List<Resource> built = new CopyOnWriteArrayList<>();
		DerivedLive<String, Resource> derived = new DerivedLive<>(this.source, (value) -> {
			if (value.equals("2")) {
				entered.countDown();
				await(release);
			}
			built.add(new Resource(value));
			return built.get(built.size() - 1);
		}, DIRECT);
		Resource first = derived.get();
		CompletableFuture<Void> change = CompletableFuture.runAsync(() -> this.source.change("2"));
		entered.await();
		CompletableFuture.runAsync(derived::close).get(60, TimeUnit.SECONDS);
		assertThat(first.closed).isTrue();
		assertThat(change).isNotDone();
		release.countDown();
		change.get(60, TimeUnit.SECONDS);
		assertThat(built).hasSize(2).allMatch((resource) -> resource.closed);
		assertThat(derived.get()).isSameAs(first);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Resource implements AutoCloseable {

		private final String name;

		private volatile boolean closed;

		Resource(String name) {
			this.name = name;
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	private static final class Source implements Live<String> {

		private final List<Listener<? super String>> listeners = new CopyOnWriteArrayList<>();

		private volatile String value;

		Source(String value) {
			this.value = value;
		}

		void change(String value) {
			String before = this.value;
			this.value = value;
			tell(before, value);
		}

		void tell(String before, String after) {
			List.copyOf(this.listeners).forEach((listener) -> listener.changed(before, after));
		}

		@Override
		public String get() {
			return this.value;
		}

		@Override
		public String get(Subject subject) {
			return get();
		}

		@Override
		public Subscription onChange(Listener<? super String> listener) {
			this.listeners.add(listener);
			return () -> this.listeners.remove(listener);
		}

		@Override
		public <R> Derived<R> map(Function<? super String, ? extends R> function) {
			return new DerivedLive<>(this, function, DIRECT);
		}

		@Override
		public LiveOrigin origin() {
			return new LiveOrigin(1, null, Instant.EPOCH);
		}

	}

}
