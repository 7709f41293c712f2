package io.setpoint.coordination;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.setpoint.lease.Lease;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Calls;
import io.setpoint.store.KeyValue;
import io.setpoint.store.LeaseExpiredException;
import io.setpoint.store.StoreException;
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

	/**
	 * How long whoever renews waits for an etcd that does not answer.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(8);

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

	private CompletableFuture<Boolean> settled = CompletableFuture.completedFuture(true);

	private CompletableFuture<Void> dropped = CompletableFuture.completedFuture(null);

	private boolean ended;

	private boolean left;

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
	 * @return completes with whether that is so; fails if etcd has not answered for a
	 * while, which does not end the attempt
	 */
	CompletableFuture<Boolean> renew(Duration timeToLive, boolean kept) {
		Renewal renewal = new Renewal(timeToLive, kept);
		CompletableFuture<Boolean> former = this.settled;
		this.settled = renewal.settled;
		Runnable grant = this.surroundings.store().carry(renewal::grant);
		former.whenComplete((done, failure) -> this.surroundings.loop().execute(grant));
		return renewal.answered;
	}

	/**
	 * Leave the key where it is for some time, although nobody needs the lock any more.
	 * @param timeToLive the time
	 * @return completes as that of a renewal
	 */
	CompletableFuture<Boolean> leave(Duration timeToLive) {
		this.left = true;
		return renew(timeToLive, false);
	}

	/**
	 * The key is under the other lease, so that it stays when the former one ends.
	 * @param coming the other lease
	 */
	private void replace(Lease coming) {
		Lease former = this.lease;
		this.lease = coming;
		this.next = null;
		former.revoke();
	}

	/**
	 * Learn that a lease has ended, and the key with it.
	 */
	void lost() {
		if (!this.ended && !this.left) {
			logger.warn("'" + this.key + "' has ended before it was given back");
		}
		drop();
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
			notTold();
		}
		drop();
		released.complete((outcome != null) ? outcome.succeeded() : held);
	}

	/**
	 * Take the lock from whoever holds it, and give it back. He does not hold it any more
	 * before etcd is told so: somebody else may have it long before etcd's answer comes.
	 * @return completes when etcd has answered, or does not
	 */
	CompletableFuture<Void> withdraw() {
		drop().thenAccept((told) -> {
			if (!told) {
				notTold();
			}
		});
		return this.dropped;
	}

	private CompletableFuture<Boolean> drop() {
		this.ended = true;
		Lease coming = this.next;
		CompletableFuture<Boolean> revoked = this.lease.revoke();
		this.dropped = CompletableFuture.allOf(this.dropped, revoked, (coming != null) ? coming.revoke() : revoked);
		return revoked;
	}

	private void notTold() {
		logger.info("etcd could not be told that '" + this.key + "' is given back, so it goes when etcd"
				+ " can be, or with its lease");
	}

	/**
	 * Puts the key under another lease. Whether an attempt whose answer was lost has
	 * succeeded shows the next one: it goes on until that is known, or nothing is held.
	 */
	private final class Renewal {

		private final Duration timeToLive;

		private final boolean kept;

		private final long begun = Tenure.this.surroundings.loop().nanoTime();

		private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

		private final CompletableFuture<Boolean> settled = new CompletableFuture<>();

		Renewal(Duration timeToLive, boolean kept) {
			this.timeToLive = timeToLive;
			this.kept = kept;
		}

		void grant() {
			if (Tenure.this.ended || !isHeld()) {
				settle(false);
				return;
			}
			Lease.grant(Tenure.this.surroundings, this.timeToLive, Tenure.this::lost, (granted, failure) -> {
				if (granted != null && Tenure.this.ended) {
					granted.revoke();
					settle(false);
				}
				else if (granted != null) {
					Tenure.this.next = granted;
					put(granted);
				}
				else {
					failed(failure, this::grant);
				}
			});
		}

		private void put(Lease coming) {
			Transaction put = Transaction.builder()
				.whenCreated(Tenure.this.key, Tenure.this.token)
				.put(Tenure.this.key, Tenure.this.owner, coming.id())
				.build();
			Tenure.this.surroundings.ask((store) -> store.commit(put), (outcome, failure) -> {
				Throwable cause = Calls.causeOf(failure);
				if (Tenure.this.ended) {
					settle(false);
				}
				else if (outcome != null && outcome.succeeded()) {
					replace(coming);
					if (!this.kept) {
						coming.letExpire();
					}
					settle(true);
				}
				else if (outcome != null || cause instanceof LeaseExpiredException) {
					lost();
					settle(false);
				}
				else {
					failed(cause, () -> put(coming));
				}
			});
		}

		private void failed(@Nullable Throwable failure, Runnable again) {
			if (Tenure.this.ended || !isHeld()) {
				lost();
				settle(false);
				return;
			}
			if (Tenure.this.surroundings.loop().nanoTime() - this.begun > PATIENCE.toNanos()) {
				this.answered.completeExceptionally(
						(failure != null) ? failure : new StoreException("etcd has not answered", null));
			}
			Tenure.this.surroundings.within(RETRY, Tenure.this.surroundings.store().carry(again));
		}

		private void settle(boolean held) {
			this.answered.complete(held);
			this.settled.complete(held);
		}

	}

}
