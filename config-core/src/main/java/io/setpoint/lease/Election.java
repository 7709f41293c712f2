package io.setpoint.lease;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Calls;
import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * Competes for a key: who creates it holds it as long as its lease lives. Who loses waits
 * until the key is gone. Whether an attempt whose answer was lost has succeeded is read
 * from the key.
 *
 * @since 0.1.0
 */
public final class Election {

	private static final Duration SPREAD = Duration.ofMillis(250);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private static final int DOUBLINGS = 6;

	/**
	 * How many instances may begin to compete at the same moment.
	 */
	private static final int CROWD = 4096;

	private final Surroundings<WritableStore> surroundings;

	private final String key;

	private final String instance;

	private final Duration timeToLive;

	private final Listener listener;

	private long attempt;

	private boolean wanted;

	private volatile @Nullable Lease lease;

	private long former;

	private @Nullable Watch watch;

	private Loop.@Nullable Timer timer;

	private volatile boolean elected;

	private int denials;

	/**
	 * Create an election. Nothing happens until it is entered.
	 * @param surroundings etcd and the loop
	 * @param key the key that they compete for
	 * @param instance the name of this competitor
	 * @param timeToLive how long the key outlives a holder that has died
	 * @param listener told what becomes of this competitor
	 */
	public Election(Surroundings<WritableStore> surroundings, String key, String instance, Duration timeToLive,
			Listener listener) {
		this.surroundings = surroundings;
		this.key = key;
		this.instance = instance;
		this.timeToLive = timeToLive;
		this.listener = listener;
	}

	/**
	 * Compete from now on.
	 */
	public void enter() {
		if (!this.wanted) {
			this.wanted = true;
			again();
		}
	}

	/**
	 * Compete no longer, and give back what was won.
	 * @return completes when etcd has answered, or does not
	 */
	public CompletableFuture<Void> leave() {
		if (!this.wanted) {
			return CompletableFuture.completedFuture(null);
		}
		this.wanted = false;
		return withdraw();
	}

	/**
	 * Ask whether this instance is elected and its lease cannot have run out. May be
	 * asked by any thread.
	 * @return whether it may act
	 */
	public boolean isHeld() {
		Lease holding = this.lease;
		return this.elected && holding != null && holding.isHeld();
	}

	/**
	 * Return how long this instance stays elected even if nothing is heard of etcd.
	 * @return the time, zero if it is not elected
	 */
	public Duration remaining() {
		Lease holding = this.lease;
		return (this.elected && holding != null) ? holding.remaining() : Duration.ZERO;
	}

	/**
	 * Begin anew, because the term has ended or may have.
	 */
	public void stepDown() {
		if (this.wanted) {
			withdraw();
			again();
		}
	}

	private CompletableFuture<Void> withdraw() {
		CompletableFuture<Void> given = CompletableFuture.completedFuture(null);
		this.attempt++;
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
		if (this.watch != null) {
			this.watch.close();
			this.watch = null;
		}
		if (this.lease != null) {
			this.former = this.lease.id();
			given = this.lease.revoke().thenRun(() -> {
			});
			this.lease = null;
		}
		if (this.elected) {
			this.elected = false;
			this.listener.dismissed();
		}
		return given;
	}

	private void again() {
		long current = ++this.attempt;
		this.timer = this.surroundings.after(pause(this.surroundings.randomness().getAsDouble()), () -> {
			if (isCurrent(current)) {
				look(current);
			}
		});
	}

	/**
	 * Return how long to wait before an attempt. Short waits are rare, and the rarer the
	 * shorter, so that few are the first however many there are: the others look when the
	 * key is taken. The shape is that of Sift (K. Jamieson, H. Balakrishnan, Y. C. Tay:
	 * Sift, a MAC protocol for event-driven wireless sensor networks, 2006).
	 * @param random a number from 0 to below 1
	 * @return the wait
	 */
	static Duration pause(double random) {
		double share = 1 + Math.log(1 - random) / Math.log(CROWD);
		return Duration.ofNanos((long) (SPREAD.toNanos() * Math.max(0, share)));
	}

	private boolean isCurrent(long attempt) {
		return this.wanted && attempt == this.attempt;
	}

	private void look(long current) {
		this.surroundings.ask((store) -> store.read(List.of(this.key)), (image, failure) -> {
			if (isCurrent(current)) {
				looked(current, image, Calls.causeOf(failure));
			}
		});
	}

	private void looked(long current, @Nullable Image image, @Nullable Throwable failure) {
		if (image == null) {
			retry(failure);
			return;
		}
		KeyValue holder = image.entry(this.key).orElse(null);
		if (holder == null) {
			grant(current);
		}
		else if (this.lease != null && Arrays.equals(holder.value(), token(this.lease.id()))) {
			win(holder.createRevision());
		}
		else if (this.former != 0 && Arrays.equals(holder.value(), token(this.former))) {
			giveBack(current, this.former);
		}
		else {
			await(current, image.revision() + 1);
		}
	}

	/**
	 * Give back what was held before an outage of etcd, and could not be given back then:
	 * etcd prolongs all leases when it is back, and nobody need wait for the end of one
	 * that is of no use any more.
	 * @param current the attempt
	 * @param former the lease
	 */
	private void giveBack(long current, long former) {
		this.surroundings.ask((store) -> store.revoke(former), (done, failure) -> {
			if (isCurrent(current) && failure == null) {
				again();
			}
			else if (isCurrent(current)) {
				retry();
			}
		});
	}

	/**
	 * Try again, later each time, where a right is missing that somebody has to grant; it
	 * is said once. The rest mends itself.
	 * @param failure why it has failed, {@code null} if that is not known
	 */
	private void retry(@Nullable Throwable failure) {
		if (!(failure instanceof PermissionDeniedException)) {
			retry();
			return;
		}
		if (this.denials == 0) {
			this.listener.denied();
		}
		if (this.lease != null) {
			this.lease.revoke();
			this.lease = null;
		}
		Duration pause = this.timeToLive.dividedBy(5).multipliedBy(1L << Math.min(this.denials++, DOUBLINGS));
		retry((pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE);
	}

	/**
	 * Try again when what is in the way may be gone.
	 */
	private void retry() {
		retry(this.timeToLive.dividedBy(5));
	}

	private void retry(Duration pause) {
		long current = ++this.attempt;
		this.timer = this.surroundings.after(pause, () -> {
			if (isCurrent(current)) {
				look(current);
			}
		});
	}

	private void grant(long current) {
		if (this.lease != null) {
			claim(current, this.lease);
			return;
		}
		Lease.grant(this.surroundings, this.timeToLive, this::stepDown, (granted, failure) -> {
			if (granted != null && !isCurrent(current)) {
				granted.revoke();
			}
			else if (isCurrent(current) && granted != null) {
				this.lease = granted;
				claim(current, granted);
			}
			else if (isCurrent(current)) {
				retry();
			}
		});
	}

	private void claim(long current, Lease lease) {
		Transaction claim = Transaction.builder()
			.whenCreated(this.key, 0)
			.put(this.key, token(lease.id()), lease.id())
			.build();
		this.surroundings.ask((store) -> store.commit(claim), (outcome, failure) -> {
			if (isCurrent(current)) {
				claimed(outcome, Calls.causeOf(failure));
			}
		});
	}

	private void claimed(@Nullable TransactionOutcome outcome, @Nullable Throwable failure) {
		if (outcome != null && outcome.succeeded()) {
			win(outcome.revision());
		}
		else if (outcome != null) {
			stepDown();
		}
		else {
			retry(failure);
		}
	}

	private byte[] token(long lease) {
		return (this.instance + " " + Long.toHexString(lease)).getBytes(StandardCharsets.UTF_8);
	}

	private void win(long created) {
		Lease holding = this.lease;
		if (holding == null || !holding.isHeld()) {
			stepDown();
			return;
		}
		this.denials = 0;
		this.elected = true;
		this.listener.elected(created);
	}

	private void await(long current, long revision) {
		if (this.lease != null) {
			this.lease.revoke();
			this.lease = null;
		}
		this.watch = this.surroundings.store().watch(this.key, revision, new Gone(current));
		this.timer = this.surroundings.after(this.timeToLive.multipliedBy(2), () -> gone(current));
	}

	private void gone(long current) {
		if (isCurrent(current)) {
			stepDown();
		}
	}

	/**
	 * Told what becomes of this instance. Called on the loop.
	 */
	public interface Listener {

		/**
		 * This instance has been elected.
		 * @param term the revision that created the key, which no other term shares
		 */
		void elected(long term);

		/**
		 * This instance is not elected any more.
		 */
		void dismissed();

		/**
		 * This instance may not write the key. Told once; it goes on to try, later each
		 * time.
		 */
		default void denied() {
		}

	}

	/**
	 * Waits until the holder's key is gone or the watch is over.
	 */
	private final class Gone implements WatchListener {

		private final long current;

		Gone(long current) {
			this.current = current;
		}

		@Override
		public void changed(Header header, List<Change> changes) {
			if (changes.stream().anyMatch(Change.Delete.class::isInstance)) {
				over();
			}
		}

		@Override
		public void ended(StoreException cause) {
			over();
		}

		private void over() {
			Election.this.surroundings.loop().execute(() -> gone(this.current));
		}

	}

}
