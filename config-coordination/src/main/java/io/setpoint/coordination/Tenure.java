package io.setpoint.coordination;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.setpoint.lease.Lease;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Calls;
import io.setpoint.store.KeyValue;
import io.setpoint.store.LeaseExpiredException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held: its key, and the lease that the key lives under. Belongs to the
 * loop; whether it is still held may be asked by any thread, at any time.
 */
final class Tenure {

	private static final Log logger = LogFactory.getLog(Tenure.class);

	private static final Duration RETRY = Duration.ofMillis(500);

	private final Surroundings<WritableStore> surroundings;

	private final String key;

	private final long token;

	private final byte[] owner;

	private volatile Lease lease;

	/**
	 * The lease that the key is being put under. Until that is known to have happened,
	 * the key may live under either.
	 */
	private volatile @Nullable Lease next;

	private CompletableFuture<Boolean> renewal = CompletableFuture.completedFuture(true);

	private boolean ended;

	/**
	 * Create a tenure.
	 * @param surroundings etcd and the loop
	 * @param own the key
	 * @param owner who holds it
	 * @param lease the lease of the key
	 */
	Tenure(Surroundings<WritableStore> surroundings, KeyValue own, String owner, Lease lease) {
		this.surroundings = surroundings;
		this.key = own.key();
		this.token = own.createRevision();
		this.owner = owner.getBytes(StandardCharsets.UTF_8);
		this.lease = lease;
	}

	String key() {
		return this.key;
	}

	long token() {
		return this.token;
	}

	/**
	 * Ask whether the lease cannot have run out.
	 * @return {@code false} if it may have
	 */
	boolean isHeld() {
		Lease coming = this.next;
		return this.lease.isHeld() && (coming == null || coming.isHeld());
	}

	/**
	 * Keep the key for some time from now on.
	 * @param timeToLive the time
	 * @param kept whether it is kept beyond that, as long as this process lives
	 * @return completes with whether that is so; fails if it could not be found out while
	 * the key was there for certain
	 */
	CompletableFuture<Boolean> renew(Duration timeToLive, boolean kept) {
		CompletableFuture<Boolean> renewed = new CompletableFuture<>();
		CompletableFuture<Boolean> former = this.renewal;
		this.renewal = renewed;
		former
			.whenComplete((done, failure) -> this.surroundings.loop().execute(() -> grant(timeToLive, kept, renewed)));
		return renewed;
	}

	private void grant(Duration timeToLive, boolean kept, CompletableFuture<Boolean> renewed) {
		if (this.ended || !isHeld()) {
			renewed.complete(false);
			return;
		}
		Lease.grant(this.surroundings, timeToLive, this::lost, (granted, failure) -> {
			if (granted != null && this.ended) {
				granted.revoke();
				renewed.complete(false);
			}
			else if (granted != null) {
				this.next = granted;
				put(granted, kept, renewed);
			}
			else {
				failed(failure, renewed, () -> grant(timeToLive, kept, renewed));
			}
		});
	}

	private void put(Lease coming, boolean kept, CompletableFuture<Boolean> renewed) {
		Transaction put = Transaction.builder()
			.whenCreated(this.key, this.token)
			.put(this.key, this.owner, coming.id())
			.build();
		this.surroundings.ask((store) -> store.commit(put), (outcome, failure) -> {
			Throwable cause = Calls.causeOf(failure);
			if (this.ended) {
				renewed.complete(false);
			}
			else if (outcome != null && outcome.succeeded()) {
				replace(coming, kept);
				renewed.complete(true);
			}
			else if (outcome != null || cause instanceof LeaseExpiredException) {
				lost();
				renewed.complete(false);
			}
			else {
				failed(cause, renewed, () -> put(coming, kept, renewed));
			}
		});
	}

	/**
	 * The key is under the other lease, so that it stays when the former one ends.
	 * @param coming the other lease
	 * @param kept whether that is kept alive
	 */
	private void replace(Lease coming, boolean kept) {
		Lease former = this.lease;
		this.lease = coming;
		this.next = null;
		former.revoke();
		if (!kept) {
			coming.letExpire();
		}
	}

	private void failed(@Nullable Throwable failure, CompletableFuture<Boolean> renewed, Runnable again) {
		if (this.ended) {
			renewed.complete(false);
		}
		else if (isHeld()) {
			this.surroundings.within(RETRY, again);
		}
		else {
			renewed.completeExceptionally((failure != null) ? failure : new IllegalStateException("No answer"));
		}
	}

	/**
	 * Learn that a lease has ended, and the key with it.
	 */
	void lost() {
		if (!this.ended) {
			logger.warn("'" + this.key + "' has ended before it was given back");
			drop();
		}
	}

	/**
	 * Give the lock back.
	 * @return completes with whether it was held until now, as far as etcd could be asked
	 */
	CompletableFuture<Boolean> release() {
		CompletableFuture<Boolean> released = new CompletableFuture<>();
		if (this.ended || !isHeld()) {
			drop();
			released.complete(false);
			return released;
		}
		Transaction delete = Transaction.builder().whenCreated(this.key, this.token).delete(this.key).build();
		this.surroundings.ask((store) -> store.commit(delete), (outcome, failure) -> released(released, outcome));
		return released;
	}

	private void released(CompletableFuture<Boolean> released, @Nullable TransactionOutcome outcome) {
		boolean held = !this.ended && isHeld();
		if (outcome == null) {
			logger.info("etcd could not be told that '" + this.key + "' is given back, so it goes with its lease");
		}
		drop();
		released.complete((outcome != null) ? outcome.succeeded() : held);
	}

	private void drop() {
		this.ended = true;
		this.lease.revoke();
		Lease coming = this.next;
		if (coming != null) {
			coming.revoke();
		}
	}

}
