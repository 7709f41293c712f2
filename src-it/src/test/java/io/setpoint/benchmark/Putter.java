package io.setpoint.benchmark;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.PutResponse;

/**
 * Puts serial numbers.
 */
final class Putter implements AutoCloseable {

	private final Client client;

	Putter(String endpoint) {
		this.client = Client.builder().endpoints(endpoint).build();
	}

	CompletableFuture<PutResponse> put(String prefix, long serial) {
		return put(BareWatch.bytes(Workload.serialKey(prefix)), serial);
	}

	private CompletableFuture<PutResponse> put(ByteSequence key, long serial) {
		return this.client.getKVClient().put(key, BareWatch.bytes(String.valueOf(serial)));
	}

	/**
	 * Put many at a time, and the last one alone when the others are there.
	 * @param prefix the prefix of the location
	 * @param first the first serial number
	 * @param count how many
	 * @param inFlight how many may be under way at the same time
	 */
	void burst(String prefix, long first, int count, int inFlight) throws InterruptedException {
		ByteSequence key = BareWatch.bytes(Workload.serialKey(prefix));
		Semaphore permits = new Semaphore(inFlight);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		for (int i = 0; i < count - 1; i++) {
			permits.acquire();
			put(key, first + i).whenComplete((answer, ex) -> {
				failure.compareAndSet(null, ex);
				permits.release();
			});
		}
		permits.acquire(inFlight);
		put(key, first + count - 1).join();
		if (failure.get() != null) {
			throw new IllegalStateException("A put of the burst failed", failure.get());
		}
	}

	@Override
	public void close() {
		this.client.close();
	}

}
