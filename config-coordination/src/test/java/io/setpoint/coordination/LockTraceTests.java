package io.setpoint.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

import io.setpoint.store.CallObserver;
import io.setpoint.store.EtcdConnection;
import io.setpoint.test.EtcdInMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whose call each call of etcd is that a lock makes: the call of the thread that wants
 * it, whichever thread makes it.
 */
class LockTraceTests {

	private final EtcdInMemory etcd = EtcdInMemory.start();

	private final Traces traces = new Traces();

	private final Instance here = new Instance(
			EtcdConnection.to(this.etcd.endpoint()).withCustomizers(List.of((calls) -> calls.observe(this.traces))));

	private final Worker other = new Worker();

	@AfterEach
	void close() {
		this.other.close();
		this.here.close();
		this.etcd.close();
	}

	@Test
	void callsOfALockBelongToTheThreadThatWantsIt() throws InterruptedException {
		this.traces.current.set("request");
		FencedLock lock = this.here.lock("stock");
		lock.lock();
		lock.unlock();
		assertThat(lock.tryLock(Duration.ofSeconds(10), Duration.ofSeconds(10))).isTrue();
		this.here.registry().renewLock("stock", Duration.ofSeconds(20));
		lock.unlock();
		assertThat(this.traces.calls).filteredOn((call) -> !call.contains("LeaseRevoke"))
			.hasSizeGreaterThan(8)
			.allMatch((call) -> call.startsWith("request "));
	}

	@Test
	void callsOfWhoeverHasWaitedBelongToHim() throws Exception {
		this.here.lock("stock").lock();
		Future<Boolean> waiting = this.other.begin(() -> {
			this.traces.current.set("waiter");
			this.here.lock("stock").lock();
			return true;
		});
		try (Instance rival = Instance.at(this.etcd.endpoint())) {
			Worker third = new Worker();
			Future<Boolean> queued = third.begin(() -> {
				rival.lock("stock").lock();
				return true;
			});
			await().until(() -> this.etcd.getAll("/locks/").size() == 2);
			this.here.lock("stock").unlock();
			Worker.result(queued);
			await().until(() -> this.etcd.getAll("/locks/").size() == 2);
			this.traces.calls.clear();
			third.call(() -> {
				rival.lock("stock").unlock();
				return true;
			});
			third.close();
		}
		Worker.result(waiting);
		assertThat(this.traces.calls).isNotEmpty().allMatch((call) -> call.startsWith("waiter "));
	}

	/**
	 * Notes whose calls are made.
	 */
	private static final class Traces implements CallObserver {

		private final ThreadLocal<String> current = new ThreadLocal<>();

		private final Queue<String> calls = new ConcurrentLinkedQueue<>();

		@Override
		public Observed begin(String client, String method, BiConsumer<String, String> headers) {
			this.calls.add(this.current.get() + " " + method);
			return (status, failure) -> {
			};
		}

		@Override
		public Runnable carry(Runnable task) {
			String carried = this.current.get();
			if (carried == null) {
				return task;
			}
			return () -> {
				String former = this.current.get();
				this.current.set(carried);
				try {
					task.run();
				}
				finally {
					this.current.set(former);
				}
			};
		}

	}

}
