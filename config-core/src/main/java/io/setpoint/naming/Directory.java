package io.setpoint.naming;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import io.setpoint.loop.Containment;
import io.setpoint.loop.Loop;
import io.setpoint.loop.Presence;
import io.setpoint.mirror.InitialImage;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.Mirrors;
import io.setpoint.mirror.Outage;
import io.setpoint.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The instances of services, as etcd has them or had them last. With a root, everything
 * below it is followed; without one, each service from when it is asked for first on.
 * While the application is stopped nothing is followed, and what is known stays. All
 * methods may be called from any thread and return at once.
 *
 * @since 0.1.0
 */
public final class Directory implements Presence.Part, AutoCloseable {

	private static final Log logger = LogFactory.getLog(Directory.class);

	/**
	 * Longer than what is asked takes while the loop is there to answer.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final Store store;

	private final Loop loop;

	private final MirrorSettings settings;

	private final String root;

	private final DoubleSupplier randomness;

	private final Outage outage;

	private final Map<String, Followed> followed = new ConcurrentHashMap<>();

	/**
	 * All that is followed, to be stopped and started.
	 */
	private final List<Mirrors> mirrors = new ArrayList<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Where whoever has asked goes on, as long as he likes.
	 */
	private final ExecutorService answers = Executors.newCachedThreadPool(Directory::newThread);

	private volatile boolean suspended;

	private volatile boolean closed;

	/**
	 * Create a directory. Nothing happens until somebody asks.
	 * @param store etcd; must stay open until after {@link #close()}
	 * @param loop the thread that everything happens on; must stay open likewise
	 * @param settings how patient the watch loop is
	 * @param root what the keys of all services begin with: empty, or ending in {@code /}
	 * @param randomness numbers from 0 to below 1, for the spread of waits
	 */
	public Directory(Store store, Loop loop, MirrorSettings settings, String root, DoubleSupplier randomness) {
		Assert.isTrue(root.isEmpty() || root.endsWith("/"), "The root of the services must end in '/'");
		this.store = store;
		this.loop = loop;
		this.settings = settings;
		this.root = root;
		this.randomness = randomness;
		this.outage = new Outage(loop);
	}

	private static Thread newThread(Runnable worker) {
		Thread thread = new Thread(worker, "setpoint-found");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Return what the keys of all services begin with.
	 * @return the root, empty or ending in {@code /}
	 */
	public String root() {
		return this.root;
	}

	/**
	 * Find the instances of a service.
	 * @param service the name of the service
	 * @return completes with its endpoints: at once if the service is followed already,
	 * else when it was read, on a thread that may block; with none if that cannot be read
	 * now, as it cannot while the application is stopped
	 */
	public CompletableFuture<List<Endpoint>> find(String service) {
		if (!isName(service) || this.closed) {
			return CompletableFuture.completedFuture(List.of());
		}
		Followed followed = followed(service);
		if (followed.isKnown() || this.suspended) {
			return CompletableFuture.completedFuture(followed.endpoints(service));
		}
		CompletableFuture<List<Endpoint>> found = new CompletableFuture<>();
		this.loop.execute(
				() -> followed.await().thenRunAsync(() -> found.complete(followed.endpoints(service)), this.answers));
		return found.completeOnTimeout(List.of(), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Return whether a service can have a name.
	 * @param service the name
	 * @return whether it is the middle of a key
	 */
	public static boolean isName(String service) {
		return StringUtils.hasText(service) && !service.startsWith("/") && !service.endsWith("/")
				&& !service.contains("//");
	}

	/**
	 * Return the names of the services that have instances: with a root all below it,
	 * without one those that somebody has asked for.
	 * @return completes with the names in order, when that was read
	 */
	public CompletableFuture<Set<String>> services() {
		if (this.root.isEmpty() || this.closed) {
			return CompletableFuture.completedFuture(names());
		}
		Followed all = followed(this.root, null);
		if (this.suspended) {
			return CompletableFuture.completedFuture(names());
		}
		CompletableFuture<Set<String>> found = new CompletableFuture<>();
		this.loop.execute(() -> all.await().thenRunAsync(() -> found.complete(names()), this.answers));
		return found.completeOnTimeout(Set.of(), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
	}

	private Set<String> names() {
		TreeSet<String> names = new TreeSet<>();
		this.followed.values().forEach((followed) -> names.addAll(followed.catalogue().services().keySet()));
		return names;
	}

	/**
	 * Return since when something is not known to be as it is in etcd.
	 * @return the time, empty if everything that is followed is current
	 */
	public Optional<Instant> staleSince() {
		return this.followed.values()
			.stream()
			.map(Followed::status)
			.filter((status) -> status.state() != MirrorStatus.State.LIVE)
			.map(MirrorStatus::since)
			.min(Comparator.naturalOrder());
	}

	/**
	 * Be told of changes from now on.
	 * @param listener told of them
	 * @return ends it
	 */
	public Registration listen(Listener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	/**
	 * Follow a service. With a root it is among all others, unless its name is more than
	 * one part of a key.
	 * @param service the name of the service
	 * @return what there is
	 */
	private Followed followed(String service) {
		return (this.root.isEmpty() || service.indexOf('/') >= 0) ? followed(this.root + service + "/", service)
				: followed(this.root, null);
	}

	private Followed followed(String prefix, @Nullable String only) {
		return this.followed.computeIfAbsent(prefix, (missing) -> follow(prefix, only));
	}

	private Followed follow(String prefix, @Nullable String only) {
		Catalogue catalogue = new Catalogue(prefix, only, this::changed);
		Mirrors mirrors = new Mirrors(this.store, this.loop, this.settings, List.of(prefix), InitialImage.nothing(),
				catalogue, this.randomness);
		mirrors.toldBy(this.outage);
		start(mirrors);
		return new Followed(prefix, catalogue, mirrors);
	}

	private synchronized void start(Mirrors added) {
		this.mirrors.add(added);
		if (!this.suspended) {
			added.start();
		}
	}

	@Override
	public synchronized CompletableFuture<Void> suspend() {
		this.suspended = true;
		if (this.mirrors.isEmpty()) {
			return CompletableFuture.completedFuture(null);
		}
		this.mirrors.forEach(Mirrors::stop);
		return CompletableFuture.runAsync(() -> {
		}, this.loop::execute);
	}

	@Override
	public synchronized void resume() {
		this.suspended = false;
		this.mirrors.forEach(Mirrors::start);
	}

	private void changed(String service, List<Endpoint> endpoints) {
		for (Listener listener : this.listeners) {
			Containment.contain(logger, "A listener has failed to take the instances of '" + service + "'",
					() -> listener.changed(service, endpoints));
		}
	}

	/**
	 * Follow nothing any more. What is known stays.
	 */
	@Override
	public void close() {
		this.closed = true;
		suspend();
		this.answers.shutdown();
	}

	/**
	 * Told which instances a service has. Called on the loop; hands over and returns.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * A service has other instances than before.
		 * @param service its name
		 * @param endpoints all its endpoints
		 */
		void changed(String service, List<Endpoint> endpoints);

	}

	/**
	 * A listener that is told.
	 */
	@FunctionalInterface
	public interface Registration extends AutoCloseable {

		/**
		 * Tell it no more.
		 */
		@Override
		void close();

	}

	/**
	 * A prefix that is followed.
	 *
	 * @param prefix the prefix
	 * @param catalogue what there is
	 * @param mirrors follow it
	 */
	private record Followed(String prefix, Catalogue catalogue, Mirrors mirrors) {

		boolean isKnown() {
			return this.mirrors.status(this.prefix).revision() > 0;
		}

		MirrorStatus status() {
			return this.mirrors.status(this.prefix);
		}

		CompletableFuture<Void> await() {
			this.mirrors.look();
			return this.catalogue.await();
		}

		List<Endpoint> endpoints(String service) {
			return this.catalogue.services().getOrDefault(service, List.of());
		}

	}

}
