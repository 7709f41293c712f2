package io.setpoint.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.store.EtcdConnection;
import io.setpoint.store.StoreException;
import io.setpoint.store.WritableStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Presence}. None of them reaches an etcd.
 */
class PresenceTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final String CLOSED = "The connection to etcd has been closed";

	private final List<String> told = new ArrayList<>();

	private int asked;

	private final Presence presence = new Presence("test", () -> {
		this.asked++;
		return EtcdConnection.to("http://127.0.0.1:1").withTimeouts(SHORT, SHORT);
	});

	@AfterEach
	void close() {
		this.presence.close();
	}

	private WritableStore store() {
		return this.presence.surroundings().store();
	}

	private String failure() {
		return store().revoke(1).handle((done, failure) -> String.valueOf(failure.getMessage())).join();
	}

	@Test
	void partsAreToldOfStopAndStart() {
		this.presence.include(new Told("one"));
		Presence.Part two = new Told("two");
		this.presence.include(two);
		this.presence.suspend();
		assertThat(this.presence.isSuspended()).isTrue();
		this.presence.exclude(two);
		this.presence.resume();
		assertThat(this.presence.isSuspended()).isFalse();
		assertThat(this.told).containsExactly("one stops", "two stops", "one goes on");
	}

	@Test
	void partThatComesWhileTheApplicationIsStoppedIsToldSo() {
		this.presence.suspend();
		this.presence.include(new Told("late"));
		this.presence.resume();
		assertThat(this.told).containsExactly("late stops", "late goes on");
	}

	@Test
	void partOfAnApplicationThatWasNotStoppedIsNotStarted() {
		this.presence.include(new Told("one"));
		this.presence.resume();
		assertThat(this.told).isEmpty();
	}

	@Test
	void connectionIsClosedWhenEtcdWasTold() {
		this.presence.include(new Presence.Part() {

			@Override
			public CompletableFuture<?> suspend() {
				return CompletableFuture
					.runAsync(() -> PresenceTests.this.told.add(String.valueOf(failureWhileOpen())));
			}

			@Override
			public void resume() {
			}

		});
		this.presence.suspend();
		assertThat(this.told).singleElement().asString().doesNotContain(CLOSED);
		assertThat(failure()).isEqualTo(CLOSED);
	}

	@Test
	void applicationThatIsStartedWhileItsStopWaitsForEtcdStaysConnected() throws InterruptedException {
		CompletableFuture<Void> told = new CompletableFuture<>();
		this.presence.include(new Presence.Part() {

			@Override
			public CompletableFuture<?> suspend() {
				return told;
			}

			@Override
			public void resume() {
			}

		});
		failureWhileOpen();
		Thread stopping = new Thread(this.presence::suspend);
		stopping.start();
		await().until(this.presence::isSuspended);
		this.presence.resume();
		told.complete(null);
		stopping.join();
		assertThat(failure()).isNotEqualTo(CLOSED);
	}

	private Throwable failureWhileOpen() {
		return store().revoke(1).handle((done, failure) -> failure).join();
	}

	@Test
	void nothingConnectsWhileTheApplicationIsStopped() {
		this.presence.suspend();
		this.presence.reconnect();
		assertThat(this.asked).isZero();
		assertThat(failure()).isEqualTo(CLOSED);
		this.presence.reconnect();
		assertThat(failure()).isEqualTo(CLOSED);
		this.presence.resume();
		assertThat(failureWhileOpen()).isInstanceOf(StoreException.class);
		assertThat(failure()).isNotEqualTo(CLOSED);
	}

	/**
	 * Notes what it is told.
	 */
	private final class Told implements Presence.Part {

		private final String name;

		Told(String name) {
			this.name = name;
		}

		@Override
		public CompletableFuture<?> suspend() {
			PresenceTests.this.told.add(this.name + " stops");
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void resume() {
			PresenceTests.this.told.add(this.name + " goes on");
		}

	}

}
