package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;

/**
 * How a process leaves a fleet: its entry goes and its goodbye comes, in one transaction.
 */
final class Farewell {

	private static final Duration KEPT = Duration.ofSeconds(60);

	private static final int ATTEMPTS = 3;

	private final Surroundings<WritableStore> surroundings;

	private final RolloutKeys keys;

	private final String instance;

	Farewell(Surroundings<WritableStore> surroundings, RolloutKeys keys, String instance) {
		this.surroundings = surroundings;
		this.keys = keys;
		this.instance = instance;
	}

	/**
	 * Say goodbye, after what is on its way has arrived.
	 * @param membership the place in the fleet, in which nothing is written any more
	 * @return completes when it is done
	 */
	CompletableFuture<Void> say(Membership membership) {
		return membership.settled().thenCompose((settled) -> say(membership, ATTEMPTS));
	}

	private CompletableFuture<Void> say(Membership membership, int attempts) {
		if (attempts == 0) {
			return CompletableFuture.failedFuture(
					new StoreException("'" + key(membership) + "' was written by somebody else meanwhile", null));
		}
		String key = key(membership);
		return this.surroundings.store().read(List.of(key)).thenCompose((image) -> {
			KeyValue entry = image.entry(key).orElse(null);
			boolean mine = (entry != null) ? membership.isMine(entry) : membership.revision() == null;
			return mine ? say(membership, (entry != null) ? entry.modRevision() : 0, attempts)
					: CompletableFuture.completedFuture(null);
		});
	}

	/**
	 * Take the entry away and say goodbye, unless another process has the place by now.
	 * @param membership the place in the fleet
	 * @param revision the revision of the entry, 0 if it may not have arrived yet
	 * @param attempts how often it is tried
	 * @return completes when it is done
	 */
	private CompletableFuture<Void> say(Membership membership, long revision, int attempts) {
		return lease(membership)
			.thenCompose((lease) -> this.surroundings.store().commit(goodbye(membership, revision, lease)))
			.thenCompose((outcome) -> outcome.succeeded() ? CompletableFuture.completedFuture(null)
					: say(membership, attempts - 1));
	}

	/**
	 * Return what a goodbye lives with. While a rollout waits for this instance it must
	 * not get lost, however long nobody is there to hear of it; whoever hears of it takes
	 * it away.
	 * @param membership the place in the fleet
	 * @return the lease, 0 for none
	 */
	private CompletableFuture<Long> lease(Membership membership) {
		return membership.isAwaited() ? CompletableFuture.completedFuture(0L) : this.surroundings.store().grant(KEPT);
	}

	private Transaction goodbye(Membership membership, long revision, long lease) {
		String goodbye = this.keys.goodbye(membership.configuration(), this.instance, membership.incarnation());
		byte[] when = this.surroundings.loop().now().toString().getBytes(StandardCharsets.UTF_8);
		Transaction.Builder transaction = Transaction.builder().whenModified(key(membership), revision);
		if (revision != 0) {
			transaction.delete(key(membership));
		}
		return transaction.put(goodbye, when, lease).build();
	}

	private String key(Membership membership) {
		return this.keys.member(membership.configuration(), this.instance);
	}

}
