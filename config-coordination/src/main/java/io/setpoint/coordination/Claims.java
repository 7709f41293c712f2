package io.setpoint.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.setpoint.loop.Presence;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.StoreException;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The claims of one application to the locks below one root. What it holds is given back
 * when it ends, and when it is stopped: nobody could say then how long it is still held.
 */
final class Claims implements Presence.Part {

	private static final Log logger = LogFactory.getLog(Claims.class);

	private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

	private final Surroundings<WritableStore> surroundings;

	private final String root;

	private final String owner;

	private final Duration lease;

	private final Set<Claim> open = ConcurrentHashMap.newKeySet();

	private volatile boolean suspended;

	private volatile boolean closed;

	/**
	 * Create a holder of claims.
	 * @param surroundings etcd and the loop
	 * @param root what the keys of all locks begin with, ending in {@code /}
	 * @param owner who makes the claims
	 * @param lease how long a lock outlives this process
	 */
	Claims(Surroundings<WritableStore> surroundings, String root, String owner, Duration lease) {
		this.surroundings = surroundings;
		this.root = root;
		this.owner = owner;
		this.lease = lease;
	}

	/**
	 * Return the root of all locks.
	 * @return what their keys begin with
	 */
	String root() {
		return this.root;
	}

	/**
	 * Claim a lock.
	 * @param name the name of the lock, as it stands in keys
	 * @param timeToLive how long it is wanted at most, {@code null} for as long as this
	 * process lives
	 * @param patient whether to wait for it
	 * @return the claim, to be made
	 */
	Claim claim(String name, @Nullable Duration timeToLive, boolean patient) {
		Claim claim = new Claim(this.surroundings, this.root + name + "/", this.owner,
				new Claim.Terms(this.lease, timeToLive, patient), this.open::remove);
		this.open.add(claim);
		if (this.closed || this.suspended) {
			claim.refuse(refusal());
		}
		return claim;
	}

	private StoreException refusal() {
		return new StoreException(this.closed ? "The application has ended" : "The application is stopped", null);
	}

	@Override
	public CompletableFuture<Void> suspend() {
		this.suspended = true;
		return giveBack(List.copyOf(this.open));
	}

	@Override
	public void resume() {
		this.suspended = false;
	}

	private CompletableFuture<Void> giveBack(List<Claim> left) {
		StoreException refusal = refusal();
		return CompletableFuture
			.allOf(left.stream().map((claim) -> claim.takeBack(refusal)).toArray(CompletableFuture[]::new));
	}

	/**
	 * Give all locks back, and let nobody wait any more.
	 */
	void close() {
		this.closed = true;
		List<Claim> left = List.copyOf(this.open);
		try {
			giveBack(left).get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			logger.info("Locks below '" + this.root + "' could not be given back, so they go with their leases", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		left.forEach(Claim::close);
	}

}
