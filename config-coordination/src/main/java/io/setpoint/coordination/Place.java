package io.setpoint.coordination;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.setpoint.lease.Lease;
import io.setpoint.loop.Loop;
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
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A place in the queue for a lock, taken as etcd's own client in Go takes one: a key
 * below the name of the lock, under a lease. Whose key was created first holds the lock,
 * and everybody waits only for the one before. Belongs to the loop.
 */
final class Place {

	private static final Log logger = LogFactory.getLog(Place.class);

	private static final Duration RETRY = Duration.ofSeconds(1);

	/**
	 * How long nobody need miss that the one before has gone, if its watch has gone deaf.
	 */
	private static final Duration RECHECK = Duration.ofSeconds(30);

	private final Surroundings<WritableStore> surroundings;

	private final String queue;

	private final String owner;

	private final Duration timeToLive;

	private final boolean patient;

	private final Listener listener;

	private long attempt;

	private @Nullable Lease lease;

	private CompletableFuture<Boolean> given = CompletableFuture.completedFuture(true);

	private @Nullable Watch watch;

	private Loop.@Nullable Timer timer;

	private boolean delayed;

	private boolean won;

	/**
	 * Create a place. Nothing happens until it is taken.
	 * @param surroundings etcd and the loop
	 * @param queue what the keys of the queue begin with, ending in {@code /}
	 * @param owner who takes it, for those who look into etcd
	 * @param timeToLive how long it outlives this process
	 * @param patient whether to wait for others, and for etcd
	 * @param listener told what becomes of it
	 */
	Place(Surroundings<WritableStore> surroundings, String queue, String owner, Duration timeToLive, boolean patient,
			Listener listener) {
		this.surroundings = surroundings;
		this.queue = queue;
		this.owner = owner;
		this.timeToLive = timeToLive;
		this.patient = patient;
		this.listener = listener;
	}

	/**
	 * Take a place. Who does not wait does not even take one behind others.
	 */
	void take() {
		this.won = false;
		long current = ++this.attempt;
		if (this.patient) {
			grant(current);
		}
		else {
			ask(current, (image) -> {
				if (image.entries(this.queue).isEmpty()) {
					grant(current);
				}
				else {
					this.listener.occupied();
				}
			}, () -> {
			});
		}
	}

	/**
	 * Give the place up.
	 * @return completes when etcd has answered, or does not
	 */
	CompletableFuture<Boolean> leave() {
		this.attempt++;
		rest();
		if (this.lease != null) {
			this.given = this.lease.revoke();
			this.lease = null;
		}
		return this.given;
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

	private void grant(long current) {
		Lease.grant(this.surroundings, this.timeToLive, () -> lost(current), (granted, failure) -> {
			if (granted != null && current != this.attempt) {
				granted.revoke();
			}
			else if (granted != null) {
				this.lease = granted;
				stand(current, granted);
			}
			else if (current == this.attempt) {
				failed(current, failure, () -> grant(current));
			}
		});
	}

	private void stand(long current, Lease lease) {
		Transaction stand = Transaction.builder()
			.whenCreated(key(lease), 0)
			.put(key(lease), this.owner.getBytes(StandardCharsets.UTF_8), lease.id())
			.build();
		this.surroundings.ask((store) -> store.commit(stand), (outcome, failure) -> {
			Throwable cause = Calls.causeOf(failure);
			if (current != this.attempt) {
				return;
			}
			if (outcome != null) {
				look(current);
			}
			else if (cause instanceof LeaseExpiredException) {
				again();
			}
			else {
				failed(current, cause, () -> stand(current, lease));
			}
		});
	}

	private String key(Lease lease) {
		return this.queue + Long.toHexString(lease.id());
	}

	/**
	 * Take another place, because this one is lost or may be.
	 */
	private void again() {
		leave();
		take();
	}

	private void lost(long current) {
		if (this.won) {
			this.listener.lost();
		}
		else if (current == this.attempt) {
			again();
		}
	}

	private void look(long current) {
		rest();
		ask(current, (image) -> looked(current, image), () -> look(current));
	}

	private void looked(long current, Image image) {
		List<KeyValue> entries = image.entries(this.queue);
		Lease standing = this.lease;
		KeyValue own = (standing != null) ? find(entries, key(standing)) : null;
		if (standing == null || own == null) {
			again();
			return;
		}
		KeyValue before = entries.stream()
			.filter((entry) -> entry.createRevision() < own.createRevision())
			.max(Comparator.comparingLong(KeyValue::createRevision))
			.orElse(null);
		if (before == null && standing.isHeld()) {
			win(own, standing);
		}
		else if (!this.patient) {
			this.listener.occupied();
		}
		else if (before != null) {
			await(current, before, image.revision() + 1);
		}
		else {
			retry(current, () -> look(current));
		}
	}

	private static @Nullable KeyValue find(List<KeyValue> entries, String key) {
		return entries.stream().filter((entry) -> entry.key().equals(key)).findFirst().orElse(null);
	}

	private void win(KeyValue own, Lease standing) {
		this.attempt++;
		this.won = true;
		this.lease = null;
		this.listener.first(own, standing);
	}

	private void await(long current, KeyValue before, long revision) {
		Runnable again = this.surroundings.store().carry(() -> look(current));
		this.watch = this.surroundings.store().watch(before.key(), revision, new Gone(current, again));
		this.timer = this.surroundings.after(RECHECK, () -> again(current, again));
	}

	private void again(long current, Runnable again) {
		if (current == this.attempt) {
			again.run();
		}
	}

	private void ask(long current, Consumer<Image> asked, Runnable again) {
		this.surroundings.ask((store) -> store.read(List.of(this.queue)), (image, failure) -> {
			if (current == this.attempt && image != null) {
				this.listener.heard(null);
				asked.accept(image);
			}
			else if (current == this.attempt) {
				failed(current, failure, again);
			}
		});
	}

	private void failed(long current, @Nullable Throwable failure, Runnable again) {
		Throwable cause = Calls.causeOf(failure);
		if (cause == null) {
			cause = new StoreException("etcd has not answered", null);
		}
		if (!this.patient || cause instanceof PermissionDeniedException) {
			this.listener.failed(cause);
			return;
		}
		if (!this.delayed) {
			this.delayed = true;
			logger.info("'" + this.queue + "' is waited for until etcd answers: " + cause.getMessage());
		}
		this.listener.heard(cause);
		retry(current, again);
	}

	private void retry(long current, Runnable again) {
		rest();
		Runnable carried = this.surroundings.store().carry(again);
		this.timer = this.surroundings.within(RETRY, () -> again(current, carried));
	}

	/**
	 * Told what becomes of a place. Called on the loop.
	 */
	interface Listener {

		/**
		 * The place is the first one. It belongs to who is told from now on.
		 * @param own its key
		 * @param lease the lease of the key
		 */
		void first(KeyValue own, Lease lease);

		/**
		 * Somebody else has the first place, and nobody waits.
		 */
		void occupied();

		/**
		 * There will be no place.
		 * @param cause why
		 */
		void failed(Throwable cause);

		/**
		 * etcd has answered, or has not and is waited for.
		 * @param failure why it has not, {@code null} if it has
		 */
		void heard(@Nullable Throwable failure);

		/**
		 * The lease of the first place has ended.
		 */
		void lost();

	}

	/**
	 * Waits until the one before is gone.
	 */
	private final class Gone implements WatchListener {

		private final long current;

		private final Runnable again;

		Gone(long current, Runnable again) {
			this.current = current;
			this.again = again;
		}

		@Override
		public void changed(Header header, List<Change> changes) {
			if (changes.stream().anyMatch(Change.Delete.class::isInstance)) {
				Place.this.surroundings.loop().execute(() -> again(this.current, this.again));
			}
		}

		@Override
		public void ended(StoreException cause) {
			Place.this.surroundings.loop().execute(() -> {
				if (this.current == Place.this.attempt) {
					retry(this.current, this.again);
				}
			});
		}

	}

}
