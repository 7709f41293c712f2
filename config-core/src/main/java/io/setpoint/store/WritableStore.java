package io.setpoint.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link Store} that can be written to. Nothing is ever written without a condition or
 * repeated by the store itself: whether a write whose answer was lost has taken place,
 * the caller finds out by reading.
 *
 * @since 0.1.0
 */
public interface WritableStore extends Store {

	/**
	 * Write several keys at one revision, if all conditions hold.
	 * @param transaction the conditions and the writes
	 * @return what came of it; a condition that does not hold is no failure
	 */
	CompletableFuture<TransactionOutcome> commit(Transaction transaction);

	/**
	 * Take a lease: the keys that are put under it are deleted when it is not kept alive.
	 * @param timeToLive how long it lives without being kept alive, at least a second;
	 * whole seconds count, etcd may grant more
	 * @return the id of the lease
	 */
	CompletableFuture<Long> grant(Duration timeToLive);

	/**
	 * Keep a lease alive for another time to live.
	 * @param lease the id of the lease
	 * @return completes when etcd has said so; fails with a {@link LeaseExpiredException}
	 * if there is no such lease any more
	 */
	CompletableFuture<Void> keepAlive(long lease);

	/**
	 * Give a lease back, which deletes its keys at once.
	 * @param lease the id of the lease
	 * @return completes when etcd has done so, also if there was no such lease
	 */
	CompletableFuture<Void> revoke(long lease);

}
