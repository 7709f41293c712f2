package io.setpoint.coordination;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import io.setpoint.lease.Lease;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.KeyValue;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to hold a lock, from the moment that somebody wants it until he gives it
 * back. All methods may be called by any thread.
 */
final class Claim implements Place.Listener {

	private final Surroundings<WritableStore> surroundings;

	private final String owner;

	private final Terms terms;

	private final Consumer<Claim> ended;

	private final Place place;

	private final CompletableFuture<Boolean> granted = new CompletableFuture<>();

	private final CompletableFuture<Void> over = new CompletableFuture<>();

	private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);

	private volatile @Nullable Throwable failure;

	private volatile @Nullable Tenure tenure;

	/**
	 * Create a claim. Nothing happens until it is made.
	 * @param surroundings etcd and the loop
	 * @param queue what the keys of the queue begin with, ending in {@code /}
	 * @param owner who wants it
	 * @param terms how it is wanted
	 * @param ended told when nothing of it is left to be given back
	 */
	Claim(Surroundings<WritableStore> surroundings, String queue, String owner, Terms terms, Consumer<Claim> ended) {
		this.surroundings = surroundings;
		this.owner = owner;
		this.terms = terms;
		this.ended = ended;
		this.place = new Place(surroundings, queue, owner, terms.lease(), terms.patient(), this);
	}

	/**
	 * Make the claim.
	 */
	void make() {
		onLoop(() -> {
			if (!this.granted.isDone()) {
				this.place.take();
			}
		});
	}

	/**
	 * Return what becomes of it.
	 * @return completes with whether it was granted, and fails if it could not be
	 */
	CompletableFuture<Boolean> granted() {
		return this.granted;
	}

	/**
	 * Wait as long as it takes.
	 * @return whether it was granted
	 * @throws CompletionException if it could not be, and why
	 */
	boolean await() {
		return this.granted.join();
	}

	/**
	 * Wait until the thread is wanted back.
	 * @return whether it was granted
	 * @throws InterruptedException if the thread is wanted back
	 * @throws CompletionException if it could not be granted, and why
	 */
	boolean awaitInterruptibly() throws InterruptedException {
		try {
			return this.granted.get();
		}
		catch (ExecutionException ex) {
			throw new CompletionException(ex.getCause());
		}
	}

	/**
	 * Wait for a while.
	 * @param limit how long
	 * @return whether it was granted
	 * @throws InterruptedException if the thread is wanted back
	 * @throws CompletionException if it could not be granted, and why
	 */
	boolean await(Duration limit) throws InterruptedException {
		try {
			this.granted.get(limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			Throwable cause = this.failure;
			if (cause != null) {
				this.granted.completeExceptionally(cause);
			}
			this.granted.complete(false);
		}
		return this.granted.join();
	}

	/**
	 * Want it no longer, whether or not it has been granted.
	 * @return completes when etcd has answered, or does not
	 */
	CompletableFuture<Void> withdraw() {
		refuse(null);
		CompletableFuture<Void> withdrawn = new CompletableFuture<>();
		onLoop(() -> {
			CompletableFuture<?> left = this.place.leave();
			Tenure holding = this.tenure;
			CompletableFuture<?> released = (holding != null) ? holding.withdraw() : left;
			CompletableFuture.allOf(left, released).whenComplete((done, failure) -> {
				this.ended.accept(this);
				withdrawn.complete(null);
			});
		});
		this.over.thenRun(() -> withdrawn.complete(null));
		return withdrawn;
	}

	/**
	 * Take it back from whoever wants or holds it, unless it was left to its end before.
	 * @param cause why, for whoever waits
	 * @return completes when etcd has answered, or does not
	 */
	CompletableFuture<Void> takeBack(Throwable cause) {
		refuse(cause);
		this.fate.compareAndSet(Fate.OPEN, Fate.TAKEN_BACK);
		return (this.fate.get() == Fate.TAKEN_BACK) ? withdraw() : CompletableFuture.completedFuture(null);
	}

	/**
	 * Let nobody wait for it any more.
	 * @param cause why, {@code null} if nobody need know
	 */
	void refuse(@Nullable Throwable cause) {
		if (cause != null) {
			this.granted.completeExceptionally(cause);
		}
		this.granted.complete(false);
	}

	/**
	 * Give back what was granted.
	 * @return completes with whether it was held until now
	 */
	CompletableFuture<Boolean> release() {
		return held((holding) -> holding.release()).whenComplete((held, failure) -> this.ended.accept(this));
	}

	/**
	 * Hold it for some time from now on, and no longer.
	 * @param timeToLive the time, {@code null} for the one that it was wanted for
	 * @return completes with whether it is still held
	 */
	CompletableFuture<Boolean> renew(@Nullable Duration timeToLive) {
		Duration time = (timeToLive != null) ? timeToLive : this.terms.timeToLive();
		return held(
				(holding) -> (time != null) ? holding.renew(time, false) : holding.renew(this.terms.standing(), true));
	}

	/**
	 * Leave it locked for some time, although it is not needed any more.
	 * @param timeToLive the time
	 * @return completes with whether it is
	 */
	CompletableFuture<Boolean> leave(Duration timeToLive) {
		return held((holding) -> holding.leave(timeToLive));
	}

	/**
	 * Let nobody wait for an answer of etcd any more, because there will be none.
	 */
	void close() {
		this.over.complete(null);
	}

	/**
	 * Leave it to its end.
	 * @return whether it is, which it is not if it was taken back before
	 */
	boolean forget() {
		boolean left = this.fate.compareAndSet(Fate.OPEN, Fate.LEFT);
		this.ended.accept(this);
		return left;
	}

	/**
	 * Return what was granted.
	 * @return what is held, {@code null} if it is not, or may not be
	 */
	@Nullable Tenure tenure() {
		Tenure holding = this.tenure;
		return (holding != null && holding.isHeld()) ? holding : null;
	}

	private CompletableFuture<Boolean> held(Function<Tenure, CompletableFuture<Boolean>> action) {
		CompletableFuture<Boolean> result = new CompletableFuture<>();
		onLoop(() -> {
			Tenure holding = this.tenure;
			CompletableFuture<Boolean> acting = (holding != null) ? action.apply(holding)
					: CompletableFuture.completedFuture(false);
			acting.whenComplete((done, failure) -> {
				if (failure != null) {
					result.completeExceptionally(failure);
				}
				else {
					result.complete(done);
				}
			});
		});
		this.over.thenRun(() -> result.complete(false));
		return result;
	}

	private void onLoop(Runnable task) {
		this.surroundings.execute(task);
	}

	@Override
	public void first(KeyValue own, Lease lease) {
		Tenure holding = new Tenure(this.surroundings, own, this.owner, lease);
		this.tenure = holding;
		Duration timeToLive = this.terms.timeToLive();
		if (timeToLive == null) {
			grant(holding);
		}
		else if (!this.terms.patient()) {
			lease.letExpire();
			grant(holding);
		}
		else {
			holding.renew(timeToLive, false)
				.whenComplete((renewed, failure) -> begun(holding, Boolean.TRUE.equals(renewed)));
		}
	}

	/**
	 * Go on when the time that it is wanted for has begun, or the place got lost
	 * meanwhile.
	 * @param holding what is held
	 * @param renewed whether its time has begun
	 */
	private void begun(Tenure holding, boolean renewed) {
		if (renewed) {
			grant(holding);
		}
		else {
			lapsed(holding);
		}
	}

	private void grant(Tenure holding) {
		if (!holding.isHeld()) {
			lapsed(holding);
		}
		else if (!this.granted.complete(true)) {
			holding.release();
		}
	}

	private void lapsed(Tenure holding) {
		holding.release();
		this.tenure = null;
		if (!this.terms.patient()) {
			refuse(null);
		}
		else if (!this.granted.isDone()) {
			this.place.take();
		}
	}

	@Override
	public void occupied() {
		this.place.leave();
		refuse(null);
	}

	@Override
	public void failed(Throwable cause) {
		this.place.leave();
		refuse(cause);
	}

	@Override
	public void heard(@Nullable Throwable failure) {
		this.failure = failure;
	}

	@Override
	public void lost() {
		Tenure holding = this.tenure;
		if (holding != null) {
			holding.lost();
		}
	}

	/**
	 * What is to become of it when the application is stopped or closed.
	 */
	private enum Fate {

		/**
		 * It will be given back.
		 */
		OPEN,

		/**
		 * It has been.
		 */
		TAKEN_BACK,

		/**
		 * It is left to its end.
		 */
		LEFT

	}

	/**
	 * How a lock is wanted.
	 *
	 * @param standing how long a place outlives this process while it is kept
	 * @param timeToLive how long the lock is held at most, {@code null} for as long as
	 * this process lives
	 * @param patient whether to wait for it
	 */
	record Terms(Duration standing, @Nullable Duration timeToLive, boolean patient) {

		/**
		 * Return the lease of a place. Who waits must not be in the way of others for
		 * long after he has died.
		 * @return its time to live
		 */
		Duration lease() {
			return (this.patient || this.timeToLive == null) ? this.standing : this.timeToLive;
		}

	}

}
