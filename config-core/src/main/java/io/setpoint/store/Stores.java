package io.setpoint.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.springframework.util.Assert;

/**
 * Where a {@link Store} comes from.
 *
 * @since 0.1.0
 */
public final class Stores {

	private static final long IDLE_SECONDS = 10;

	private Stores() {
	}

	/**
	 * Create a store on etcd. This does no I/O: it connects when it is first used.
	 * @param connection how etcd is reached
	 * @return the store, to be closed after use
	 */
	public static WritableStore connect(EtcdConnection connection) {
		Assert.notNull(connection, "'connection' must not be null");
		return connect(() -> connection);
	}

	/**
	 * Create a store on etcd whose certificates or password may change. This does no I/O:
	 * it connects when it is first used.
	 * @param connection how etcd is reached, asked at once and again whenever the
	 * connection is replaced, on any thread; if it fails then, the previous settings stay
	 * @return the store, to be closed after use
	 */
	public static WritableStore connect(Supplier<EtcdConnection> connection) {
		Assert.notNull(connection, "'connection' must not be null");
		return jetcd(connection);
	}

	/**
	 * Create a store on etcd that is made, as {@link #connect(Supplier)} does, when it is
	 * first used: until then nothing of the client is loaded.
	 * @param connection how etcd is reached
	 * @return the store, to be closed after use
	 */
	public static WritableStore connectLater(Supplier<EtcdConnection> connection) {
		Assert.notNull(connection, "'connection' must not be null");
		return new DeferredStore(() -> jetcd(connection));
	}

	private static JetcdStore jetcd(Supplier<EtcdConnection> connection) {
		return new JetcdStore(new Session(connection, executor()));
	}

	/**
	 * Find out whether etcd can be reached and lets some prefixes be read, or what is in
	 * the way: an ordinary call waits for a connection and does not say why there is
	 * none. The endpoints are tried at the same time, one that serves is enough.
	 * @param connection how etcd is reached
	 * @param prefixes the prefixes, each ending in {@code /}
	 * @return completes if they can be read; fails with a
	 * {@link StoreUnreachableException}, {@link TlsFailedException},
	 * {@link AuthenticationFailedException}, {@link PermissionDeniedException} or another
	 * {@link StoreException}, whose message names the endpoint and the remedy, at the
	 * latest after the call timeout
	 */
	public static CompletableFuture<Void> probe(EtcdConnection connection, List<String> prefixes) {
		Assert.notNull(connection, "'connection' must not be null");
		Assert.notEmpty(prefixes, "'prefixes' must not be empty");
		ExecutorService executor = executor();
		return new ConnectionProbe(connection, executor).run(prefixes);
	}

	private static ExecutorService executor() {
		AtomicInteger count = new AtomicInteger();
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(worker) -> {
					Thread thread = new Thread(worker, "setpoint-etcd-" + count.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
	}

}
