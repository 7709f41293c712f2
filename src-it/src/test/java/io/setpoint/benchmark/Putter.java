package io.setpoint.benchmark;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

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
		return put(Workload.serialKey(prefix), "", String.valueOf(serial));
	}

	CompletableFuture<PutResponse> put(String prefix, String key, String value) {
		return this.client.getKVClient().put(BareWatch.bytes(prefix + key), BareWatch.bytes(value));
	}

	/**
	 * Put until this is as warm for the first subject as for the last.
	 * @param prefix the prefix of a location that no subject follows
	 * @param count how often
	 */
	void warmUp(String prefix, int count) {
		for (int i = 0; i < count; i++) {
			put(prefix, i).join();
		}
	}

	/**
	 * Put many at a time, and a serial number alone when the others are there.
	 * @param prefix the prefix of the location
	 * @param bulk what is put
	 * @param first the first serial number
	 * @param inFlight how many may be under way at the same time
	 */
	void burst(String prefix, Bulk bulk, long first, int inFlight) throws InterruptedException {
		Semaphore permits = new Semaphore(inFlight);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		for (int i = 0; i < Bulk.PUTS - 1; i++) {
			permits.acquire();
			put(prefix, bulk.key(i), bulk.value(i, first + i)).whenComplete((answer, ex) -> {
				failure.compareAndSet(null, ex);
				permits.release();
			});
		}
		permits.acquire(inFlight);
		put(prefix, first + Bulk.PUTS - 1).join();
		if (failure.get() != null) {
			throw new IllegalStateException("A put of the burst failed", failure.get());
		}
	}

	@Override
	public void close() {
		this.client.close();
	}

}
