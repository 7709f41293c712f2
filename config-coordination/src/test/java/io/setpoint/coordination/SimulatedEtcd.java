package io.setpoint.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.setpoint.mirror.VirtualLoop;
import io.setpoint.store.Change;
import io.setpoint.store.ExpiredLeases;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;

/**
 * As much of etcd as locks and elections need, in virtual time.
 */
final class SimulatedEtcd {

	private final VirtualLoop time;

	private final Random random;

	private final Map<String, KeyValue> entries = new TreeMap<>();

	private final Map<String, Long> leaseOf = new HashMap<>();

	private final Map<Long, Granted> leases = new HashMap<>();

	private final List<SimulatedProcess.Watching> watches = new ArrayList<>();

	private long revision = 1;

	private boolean down;

	SimulatedEtcd(VirtualLoop time, Random random) {
		this.time = time;
		this.random = random;
		expire();
	}

	VirtualLoop time() {
		return this.time;
	}

	Random random() {
		return this.random;
	}

	boolean isDown() {
		return this.down;
	}

	/**
	 * Stop to answer.
	 */
	void stop() {
		this.down = true;
	}

	/**
	 * Answer again. All leases begin anew, as after the election of a leader.
	 */
	void restart() {
		this.down = false;
		this.leases.replaceAll((id, lease) -> new Granted(lease.timeToLive(), end(lease.timeToLive())));
		List.copyOf(this.watches).forEach(SimulatedProcess.Watching::end);
	}

	private long end(Duration timeToLive) {
		return this.time.nanoTime() + timeToLive.toNanos();
	}

	/**
	 * End the leases that are over, late, as etcd does.
	 */
	private void expire() {
		if (!this.down) {
			long now = this.time.nanoTime();
			List<Long> over = this.leases.keySet()
				.stream()
				.filter((id) -> this.leases.get(id).end() <= now)
				.sorted(Comparator.naturalOrder())
				.toList();
			over.forEach(this::revoke);
		}
		this.time.schedule(this::expire, Duration.ofMillis(100));
	}

	long grant(Duration timeToLive) {
		long id = 1 + (this.random.nextLong() >>> 1);
		this.leases.put(id, new Granted(timeToLive, end(timeToLive)));
		return id;
	}

	void keepAlive(long lease) {
		Granted granted = this.leases.get(lease);
		if (granted == null) {
			throw ExpiredLeases.expired();
		}
		this.leases.put(lease, new Granted(granted.timeToLive(), end(granted.timeToLive())));
	}

	void revoke(long lease) {
		if (this.leases.remove(lease) == null) {
			return;
		}
		List<String> keys = this.leaseOf.keySet()
			.stream()
			.filter((key) -> this.leaseOf.get(key) == lease)
			.sorted()
			.toList();
		if (!keys.isEmpty()) {
			this.revision++;
			keys.forEach(this::delete);
		}
	}

	private void delete(String key) {
		this.leaseOf.remove(key);
		if (this.entries.remove(key) != null) {
			tell(new Change.Delete(key, this.revision));
		}
	}

	TransactionOutcome commit(Transaction transaction) {
		if (!transaction.conditions().stream().allMatch(this::holds)) {
			return new TransactionOutcome(false, this.revision);
		}
		for (Transaction.Write write : transaction.writes()) {
			if (write instanceof Transaction.Put put && put.lease() != 0 && !this.leases.containsKey(put.lease())) {
				throw ExpiredLeases.expired();
			}
		}
		this.revision++;
		transaction.writes().forEach(this::write);
		return new TransactionOutcome(true, this.revision);
	}

	private boolean holds(Transaction.Condition condition) {
		KeyValue entry = this.entries.get(condition.key());
		if (condition instanceof Transaction.Created created) {
			return created.revision() == ((entry != null) ? entry.createRevision() : 0);
		}
		return ((Transaction.Modified) condition).revision() == ((entry != null) ? entry.modRevision() : 0);
	}

	private void write(Transaction.Write write) {
		if (!(write instanceof Transaction.Put put)) {
			delete(write.key());
			return;
		}
		KeyValue former = this.entries.get(put.key());
		KeyValue entry = new KeyValue(put.key(), put.value(),
				(former != null) ? former.createRevision() : this.revision, this.revision);
		this.entries.put(put.key(), entry);
		this.leaseOf.remove(put.key());
		if (put.lease() != 0) {
			this.leaseOf.put(put.key(), put.lease());
		}
		tell(new Change.Put(entry));
	}

	private void tell(Change change) {
		List.copyOf(this.watches).forEach((watch) -> watch.take(new Header(1, 1, this.revision, 1), change));
	}

	Image read(List<String> ranges) {
		Map<String, List<KeyValue>> found = new HashMap<>();
		ranges.forEach((range) -> found.put(range, keys(range)));
		return new Image(1, this.revision, found);
	}

	/**
	 * Return the keys of a range.
	 * @param range a prefix that ends in {@code /}, or a single key
	 * @return its keys
	 */
	List<KeyValue> keys(String range) {
		return this.entries.values()
			.stream()
			.filter((entry) -> range.endsWith("/") ? entry.key().startsWith(range) : entry.key().equals(range))
			.toList();
	}

	long revision() {
		return this.revision;
	}

	void add(SimulatedProcess.Watching watch) {
		this.watches.add(watch);
	}

	void remove(SimulatedProcess.Watching watch) {
		this.watches.remove(watch);
	}

	private record Granted(Duration timeToLive, long end) {
	}

}
