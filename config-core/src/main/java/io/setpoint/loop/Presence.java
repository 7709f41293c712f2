package io.setpoint.loop;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.setpoint.store.EtcdSource;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What an application has of etcd for one purpose: a connection and a thread. Neither is
 * there before it is needed. While the application is stopped, as it is before a
 * checkpoint of the JVM, it has left nothing in etcd and is connected to nothing.
 *
 * @since 0.1.0
 */
public final class Presence implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Presence.class);

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final String client;

	private final ThreadLoop loop;

	private final Surroundings<WritableStore> surroundings;

	private final Set<Part> parts = new LinkedHashSet<>();

	/**
	 * The answer to the stop that is in force.
	 */
	private @Nullable CompletableFuture<Void> suspended;

	/**
	 * Create a presence. This does no I/O.
	 * @param client what the connection is for, in a word, which also names the thread
	 * @param source how etcd is reached
	 */
	public Presence(String client, EtcdSource source) {
		this.client = client;
		this.loop = new ThreadLoop("setpoint-" + client);
		this.surroundings = new Surroundings<>(Stores.connectLater(() -> source.get().withClient(client)), this.loop,
				() -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Return the connection and the thread.
	 * @return them
	 */
	public Surroundings<WritableStore> surroundings() {
		return this.surroundings;
	}

	/**
	 * Have something follow etcd, or be in it, only while the application is not stopped.
	 * @param part what does
	 */
	public synchronized void include(Part part) {
		this.parts.add(part);
		if (isSuspended()) {
			part.suspend();
		}
	}

	/**
	 * Let something be that has ended.
	 * @param part what has
	 */
	public synchronized void exclude(Part part) {
		this.parts.remove(part);
	}

	/**
	 * The application is stopped: give up what is in etcd, and the connection. Waits
	 * until etcd was told, 5 s at most.
	 */
	public void suspend() {
		CompletableFuture<Void> given = suspended();
		await(given);
		disconnect(given);
	}

	private synchronized CompletableFuture<Void> suspended() {
		CompletableFuture<Void> given = CompletableFuture
			.allOf(this.parts.stream().map(Part::suspend).toArray(CompletableFuture[]::new));
		this.suspended = given;
		return given;
	}

	/**
	 * Give the connection up, unless the application was started again meanwhile.
	 * @param given the answer that was waited for
	 */
	private synchronized void disconnect(CompletableFuture<Void> given) {
		if (this.suspended == given) {
			this.surroundings.store().disconnect();
		}
	}

	private void await(CompletableFuture<Void> given) {
		try {
			given.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			logger.info("etcd could not be told of all that is given up by the '" + this.client
					+ "' of an application that is stopped, so it goes with its leases", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The application is started again: have everything in etcd that was there, and
	 * follow it from where that was left off.
	 */
	public synchronized void resume() {
		if (isSuspended()) {
			this.suspended = null;
			this.surroundings.store().reconnect();
			this.parts.forEach(Part::resume);
		}
	}

	/**
	 * Return whether the application is stopped.
	 * @return whether nothing is connected
	 */
	public synchronized boolean isSuspended() {
		return this.suspended != null;
	}

	/**
	 * Connect anew, with certificates that have been reloaded.
	 */
	public synchronized void reconnect() {
		if (!isSuspended()) {
			this.surroundings.store().reconnect();
		}
	}

	/**
	 * Have nothing of etcd any more.
	 */
	@Override
	public void close() {
		this.loop.close();
		this.surroundings.store().close();
	}

	/**
	 * What follows etcd, or is in it, while the application is not stopped. May be told
	 * so by any thread; returns at once.
	 */
	public interface Part {

		/**
		 * Be in etcd no longer, and do not ask it by yourself.
		 * @return completes when etcd has answered, or does not
		 */
		CompletableFuture<?> suspend();

		/**
		 * Go on.
		 */
		void resume();

	}

}
