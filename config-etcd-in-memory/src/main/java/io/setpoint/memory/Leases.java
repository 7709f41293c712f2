package io.setpoint.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The leases, and the keys that go with them. Not thread-safe: the {@link Engine} guards
 * it.
 */
final class Leases {

	/**
	 * The longest time to live, in seconds ({@code lease/lessor.go}).
	 */
	private static final long MAX_TTL = 9_000_000_000L;

	private final Map<Long, Lease> leases = new LinkedHashMap<>();

	private final LongSupplier ticker;

	/**
	 * Create leases.
	 * @param ticker nanoseconds that pass, as {@link System#nanoTime()}
	 */
	Leases(LongSupplier ticker) {
		this.ticker = ticker;
	}

	Lease grant(long id, long ttl) {
		if (ttl > MAX_TTL) {
			throw Refusal.LEASE_TOO_LONG.exception();
		}
		if (this.leases.containsKey(id)) {
			throw Refusal.LEASE_EXISTS.exception();
		}
		Lease lease = new Lease((id != 0) ? id : freeId(), Math.max(1, ttl));
		this.leases.put(lease.id, lease);
		return lease;
	}

	private long freeId() {
		long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
		return this.leases.containsKey(id) ? freeId() : id;
	}

	@Nullable Lease get(long id) {
		return this.leases.get(id);
	}

	Lease require(long id) {
		Lease lease = this.leases.get(id);
		if (lease == null) {
			throw Refusal.LEASE_NOT_FOUND.exception();
		}
		return lease;
	}

	/**
	 * Let a key go with another lease, or with none.
	 * @param key the key
	 * @param before what the key was
	 * @param id the lease, 0 for none
	 */
	void attach(ByteString key, @Nullable KeyValue before, long id) {
		Lease old = (before != null) ? this.leases.get(before.getLease()) : null;
		if (old != null) {
			old.keys.remove(key);
		}
		if (id != 0) {
			require(id).keys.add(key);
		}
	}

	/**
	 * Let the keys that are there go with the leases that they name, and no others.
	 * @param keyspace where the keys are
	 */
	void attach(Keyspace keyspace) {
		this.leases.values().forEach((lease) -> lease.keys.clear());
		keyspace.read(KeyRange.ALL, 0).forEach((keyValue) -> {
			Lease lease = this.leases.get(keyValue.getLease());
			if (lease != null) {
				lease.keys.add(keyValue.getKey());
			}
		});
	}

	/**
	 * End a lease and delete its keys, all in one revision.
	 * @param id the lease
	 * @param keyspace where its keys are
	 */
	void revoke(long id, Keyspace keyspace) {
		Lease lease = require(id);
		Keyspace.Writing writing = keyspace.write();
		lease.keys.forEach((key) -> writing.delete(KeyRange.of(key, ByteString.EMPTY)));
		this.leases.remove(id);
		writing.commit();
	}

	void revokeExpired(Keyspace keyspace) {
		List<Lease> expired = new ArrayList<>(this.leases.values());
		expired.removeIf((lease) -> lease.remaining() > 0);
		expired.forEach((lease) -> revoke(lease.id, keyspace));
	}

	/**
	 * Let all leases begin anew, as a leader does that was just elected.
	 */
	void renewAll() {
		this.leases.values().forEach(Lease::renew);
	}

	/**
	 * A lease.
	 */
	final class Lease {

		private final long id;

		private final long ttl;

		private final NavigableSet<ByteString> keys = new TreeSet<>(KeyRange.ORDER);

		private long renewed;

		private Lease(long id, long ttl) {
			this.id = id;
			this.ttl = ttl;
			renew();
		}

		void renew() {
			this.renewed = Leases.this.ticker.getAsLong();
		}

		long id() {
			return this.id;
		}

		long ttl() {
			return this.ttl;
		}

		NavigableSet<ByteString> keys() {
			return this.keys;
		}

		/**
		 * Return the nanoseconds that are left.
		 * @return the time, not positive if it has expired
		 */
		private long remaining() {
			return Duration.ofSeconds(this.ttl).toNanos() - (Leases.this.ticker.getAsLong() - this.renewed);
		}

		/**
		 * Return the whole seconds that are left.
		 * @return the seconds
		 */
		long remainingSeconds() {
			return Duration.ofNanos(remaining()).toSeconds();
		}

	}

}
