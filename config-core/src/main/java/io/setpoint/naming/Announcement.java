package io.setpoint.naming;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.lease.Lease;
import io.setpoint.loop.Loop;
import io.setpoint.loop.Presence;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Calls;
import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.LeaseExpiredException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a key in etcd under a lease for as long as it is wanted: it is written again when
 * the lease is lost or the key is gone, whatever the reason, and goes at once when it is
 * wanted no longer, and for as long as the application is stopped. All methods may be
 * called from any thread and return at once.
 *
 * @since 0.1.0
 */
public final class Announcement implements Presence.Part {

	private static final Log logger = LogFactory.getLog(Announcement.class);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private static final int DOUBLINGS = 6;

	private final Surroundings<WritableStore> surroundings;

	private final String key;

	private final byte[] value;

	private final Duration timeToLive;

	private final CompletableFuture<Long> first = new CompletableFuture<>();

	private boolean wanted;

	private boolean closed;

	private boolean suspended;

	private long attempt;

	private @Nullable Lease lease;

	private CompletableFuture<Boolean> given = CompletableFuture.completedFuture(true);

	private @Nullable Watch watch;

	private Loop.@Nullable Timer timer;

	private int denials;

	private boolean contested;

	/**
	 * Create an announcement. Nothing happens until it is begun.
	 * @param surroundings etcd and the loop
	 * @param key the key
	 * @param value its value
	 * @param timeToLive how long the key outlives this process
	 */
	public Announcement(Surroundings<WritableStore> surroundings, String key, byte[] value, Duration timeToLive) {
		this.surroundings = surroundings;
		this.key = key;
		this.value = value.clone();
		this.timeToLive = timeToLive;
	}

	/**
	 * Have the key in etcd from now on, unless it has been ended before.
	 * @return completes, with its revision, when it is there for the first time; fails
	 * when etcd refuses it for want of a right, or it is wanted no longer. Meanwhile it
	 * goes on to be tried.
	 */
	public CompletableFuture<Long> begin() {
		this.surroundings.loop().execute(() -> {
			if (!this.wanted && !this.closed) {
				this.wanted = true;
				write();
			}
		});
		return this.first.copy();
	}

	private void write() {
		if (this.wanted && !this.suspended) {
			write(++this.attempt);
		}
	}

	@Override
	public CompletableFuture<Boolean> suspend() {
		CompletableFuture<Boolean> suspended = new CompletableFuture<>();
		this.surroundings.loop().execute(() -> {
			this.suspended = true;
			giveBack(suspended);
		});
		return suspended;
	}

	@Override
	public void resume() {
		this.surroundings.loop().execute(() -> {
			this.suspended = false;
			write();
		});
	}

	/**
	 * Want the key no longer.
	 * @return completes when that is done: with {@code true} when etcd has deleted the
	 * key, with {@code false} if it could not be told so and the lease has to run out
	 */
	public CompletableFuture<Boolean> end() {
		CompletableFuture<Boolean> ended = new CompletableFuture<>();
		this.surroundings.loop().execute(() -> end(ended));
		return ended;
	}

	private void end(CompletableFuture<Boolean> ended) {
		this.closed = true;
		this.wanted = false;
		this.first.completeExceptionally(new StoreException("'" + this.key + "' is announced no longer", null));
		giveBack(ended);
	}

	private void giveBack(CompletableFuture<Boolean> gone) {
		this.attempt++;
		rest();
		Lease last = this.lease;
		this.lease = null;
		if (last != null) {
			this.given = last.revoke();
			this.given.thenAccept(this::told);
		}
		this.given.thenAccept(gone::complete);
	}

	private void told(boolean told) {
		if (!told) {
			logger.info("etcd could not be told that '" + this.key + "' goes, so it goes with its lease, within "
					+ this.timeToLive.toSeconds() + " s, or when etcd answers");
		}
	}

	private void rest() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
		if (this.watch != null) {
			this.watch.close();
			this.watch = null;
		}
	}

	private boolean isCurrent(long attempt) {
		return this.wanted && this.attempt == attempt;
	}

	private void write(long current) {
		rest();
		if (this.lease == null) {
			grant(current);
			return;
		}
		Lease holding = this.lease;
		Transaction put = Transaction.builder().put(this.key, this.value, holding.id()).build();
		this.surroundings.ask((store) -> store.commit(put), (outcome, failure) -> {
			if (isCurrent(current)) {
				written(current, holding, outcome, Calls.causeOf(failure));
			}
		});
	}

	private void grant(long current) {
		Lease.grant(this.surroundings, this.timeToLive, this::lost, (granted, failure) -> {
			if (granted != null && !isCurrent(current)) {
				granted.revoke();
			}
			else if (granted != null) {
				this.lease = granted;
				write(current);
			}
			else if (isCurrent(current)) {
				retry(Calls.causeOf(failure));
			}
		});
	}

	private void lost() {
		logger.info("etcd has forgotten the lease of '" + this.key + "', so it is written again under a new one");
		this.lease = null;
		write(++this.attempt);
	}

	private void written(long current, Lease holding, @Nullable TransactionOutcome outcome,
			@Nullable Throwable failure) {
		if (outcome != null) {
			this.denials = 0;
			this.first.complete(outcome.revision());
			attend(current, outcome.revision() + 1);
			return;
		}
		if (failure instanceof LeaseExpiredException) {
			holding.end();
			this.lease = null;
		}
		retry(failure);
	}

	private void retry(@Nullable Throwable failure) {
		if (failure instanceof PermissionDeniedException) {
			denied(failure);
			return;
		}
		logger.debug("'" + this.key + "' was not written, so it is tried again", failure);
		long current = ++this.attempt;
		this.timer = this.surroundings.within(RETRY, () -> again(current));
	}

	/**
	 * Say once which right is missing, and try again later each time.
	 * @param failure what etcd has said
	 */
	private void denied(Throwable failure) {
		if (this.denials == 0) {
			logger
				.warn("'" + this.key + "' may not be written: grant the user's role the right to read and to write it");
		}
		this.first.completeExceptionally(failure);
		Duration pause = RETRY.multipliedBy(1L << Math.min(this.denials++, DOUBLINGS));
		long current = ++this.attempt;
		this.timer = this.surroundings.after((pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE,
				() -> again(current));
	}

	private void again(long current) {
		if (isCurrent(current)) {
			write(current);
		}
	}

	/**
	 * See what becomes of the key.
	 * @param current the attempt
	 * @param revision the first revision that is not known
	 */
	private void attend(long current, long revision) {
		rest();
		this.watch = this.surroundings.store().watch(this.key, revision, new Attention(current));
	}

	private void look(long current) {
		if (!isCurrent(current)) {
			return;
		}
		this.surroundings.ask((store) -> store.read(List.of(this.key)), (image, failure) -> {
			if (isCurrent(current) && image != null) {
				looked(current, image);
			}
			else if (isCurrent(current)) {
				lookLater(current);
			}
		});
	}

	private void lookLater(long current) {
		rest();
		this.timer = this.surroundings.within(RETRY, () -> look(current));
	}

	private void looked(long current, Image image) {
		KeyValue entry = image.entry(this.key).orElse(null);
		if (entry == null) {
			gone(current);
		}
		else {
			found(entry);
			attend(current, image.revision() + 1);
		}
	}

	/**
	 * The key is gone though it is wanted: it was deleted by somebody, or with the lease,
	 * or the store is an older one.
	 * @param current the attempt
	 */
	private void gone(long current) {
		if (isCurrent(current)) {
			logger.info("'" + this.key + "' was deleted, so it is written again");
			if (this.lease != null) {
				this.lease.verify();
			}
			long next = ++this.attempt;
			rest();
			this.timer = this.surroundings.within(RETRY, () -> again(next));
		}
	}

	private void found(KeyValue entry) {
		if (!Arrays.equals(entry.value(), this.value) && !this.contested) {
			this.contested = true;
			logger.warn("'" + this.key + "' was overwritten at revision " + entry.modRevision()
					+ " by somebody else: give each instance an id of its own");
		}
	}

	/**
	 * Watches the key of an attempt.
	 */
	private final class Attention implements WatchListener {

		private final long current;

		Attention(long current) {
			this.current = current;
		}

		@Override
		public void created(Header header) {
		}

		@Override
		public void changed(Header header, List<Change> changes) {
			Change last = changes.get(changes.size() - 1);
			Announcement.this.surroundings.loop().execute(() -> {
				if (last instanceof Change.Put put) {
					found(put.entry());
				}
				else {
					gone(this.current);
				}
			});
		}

		@Override
		public void progressed(Header header) {
		}

		@Override
		public void ended(StoreException cause) {
			Announcement.this.surroundings.loop().execute(() -> {
				if (isCurrent(this.current)) {
					lookLater(this.current);
				}
			});
		}

	}

}
