package io.setpoint.naming;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.setpoint.loop.Presence;
import io.setpoint.loop.Surroundings;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.store.EtcdSource;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The names of an application's neighbours, and its own: one connection to etcd and one
 * thread for all who find or are found. Neither is there before it is needed. All methods
 * may be called from any thread and return at once.
 *
 * @since 0.1.0
 */
public final class Naming implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Naming.class);

	private static final String CLIENT = "naming";

	private final Presence presence;

	private final Surroundings<WritableStore> surroundings;

	private final Directory directory;

	private final Duration drainDelay;

	private final List<CompletableFuture<Void>> departures = new CopyOnWriteArrayList<>();

	/**
	 * Create names. This does no I/O.
	 * @param source how etcd is reached
	 * @param root what the keys of all services begin with: empty, or ending in {@code /}
	 * @param drainDelay how long others may take to know that an instance has gone
	 */
	public Naming(EtcdSource source, String root, Duration drainDelay) {
		this.presence = new Presence(CLIENT, source);
		this.surroundings = this.presence.surroundings();
		this.directory = new Directory(this.surroundings.store(), this.surroundings.loop(), MirrorSettings.defaults(),
				root, this.surroundings.randomness());
		this.presence.include(this.directory);
		this.drainDelay = drainDelay;
	}

	/**
	 * Return what there is in etcd only while the application is not stopped: all of
	 * this.
	 * @return what is told so
	 */
	public Presence presence() {
		return this.presence;
	}

	/**
	 * Return the instances of services.
	 * @return the directory, which is closed with this
	 */
	public Directory directory() {
		return this.directory;
	}

	/**
	 * Return an announcement of an instance, which has not begun.
	 * @param endpoint the instance
	 * @param timeToLive how long it is listed after its last sign of life
	 * @return the announcement
	 */
	public Announcement announcement(Endpoint endpoint, Duration timeToLive) {
		Announcement announcement = new Announcement(this.surroundings, key(endpoint), EndpointFormat.write(endpoint),
				timeToLive);
		this.presence.include(announcement);
		return announcement;
	}

	/**
	 * Return whether a service, or an instance, can be registered by a name.
	 * @param name the name
	 * @return whether it is one part of a key
	 */
	public static boolean isOnePart(String name) {
		return !name.isBlank() && name.indexOf('/') < 0;
	}

	/**
	 * Return the key of an instance.
	 * @param endpoint the instance
	 * @return its key
	 */
	public String key(Endpoint endpoint) {
		return endpoint.key(this.directory.root());
	}

	/**
	 * Take an instance out, which goes on to answer until {@link #departed()} completes.
	 * @param key its key
	 * @param announcement its announcement
	 */
	public void withdraw(String key, Announcement announcement) {
		logger.info("Taking out '" + key + "'");
		CompletableFuture<Void> departure = new CompletableFuture<>();
		this.departures.add(departure);
		departure.whenComplete((done, failure) -> this.departures.remove(departure));
		announcement.end().whenComplete((told, failure) -> {
			this.presence.exclude(announcement);
			this.surroundings.after(this.drainDelay, () -> departure.complete(null));
		});
	}

	/**
	 * Return whether others know of all that is being taken out, and those have been
	 * answered that had chosen it before.
	 * @return completes when that is so, as far as etcd could be told
	 */
	public CompletableFuture<Void> departed() {
		return CompletableFuture.allOf(this.departures.toArray(new CompletableFuture<?>[0]));
	}

	/**
	 * Connect anew, with certificates that have been reloaded.
	 */
	public void reconnect() {
		this.presence.reconnect();
	}

	/**
	 * Find nobody any more, and keep nobody listed.
	 */
	@Override
	public void close() {
		this.directory.close();
		this.presence.close();
	}

}
