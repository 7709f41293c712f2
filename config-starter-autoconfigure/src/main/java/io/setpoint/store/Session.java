package io.setpoint.store;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Op;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * The link in use, which can be replaced, and the calls that are made on it. Links are
 * built, used and closed on threads of the session, because that can take a while.
 */
final class Session {

	private static final Log logger = LogFactory.getLog(Session.class);

	private final Supplier<EtcdConnection> connection;

	private final ExecutorService executor;

	private final AtomicReference<Link> link;

	private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Create a session, without connecting.
	 * @param connection asked once now and again for each new link
	 * @param executor the executor, which is shut down with the session
	 */
	Session(Supplier<EtcdConnection> connection, ExecutorService executor) {
		this.connection = connection;
		this.executor = executor;
		this.link = new AtomicReference<>(new Link(connection.get(), executor));
	}

	Link link() {
		return this.link.get();
	}

	void renew(Link failed) {
		if (this.closed || this.link.get() != failed) {
			return;
		}
		Link fresh = new Link(connectionAfter(failed), this.executor);
		if (this.link.compareAndSet(failed, fresh)) {
			close(failed);
			if (this.closed) {
				close(fresh);
			}
		}
	}

	private EtcdConnection connectionAfter(Link failed) {
		try {
			return this.connection.get();
		}
		catch (RuntimeException ex) {
			logger.warn(LogMessage.format("The settings for etcd cannot be renewed, the previous ones stay: %s",
					ex.getClass().getName()));
			return failed.connection();
		}
	}

	/**
	 * Run something that may take a while.
	 * @param task the task
	 * @return whether it will be run, which it is not after the end of the session
	 * @throws StoreException if there is no thread for it
	 */
	boolean execute(Runnable task) {
		try {
			this.executor.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
		catch (OutOfMemoryError ex) {
			throw new StoreException("There is no thread for a call to etcd: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Read some ranges at once, and once more if the link was replaced meanwhile.
	 * @param ranges the ranges
	 * @return the answer; fails with a {@link StoreException}, which may be wrapped
	 */
	CompletableFuture<TxnResponse> read(Op... ranges) {
		Link first = link();
		Function<Client, CompletableFuture<TxnResponse>> read = (client) -> Ranges.read(client, ranges);
		return attempt(first, read).exceptionallyCompose((failure) -> {
			Link now = link();
			return (now != first) ? attempt(now, read) : CompletableFuture.failedFuture(failure);
		}).exceptionallyCompose((failure) -> CompletableFuture.failedFuture(link().failures().translate(failure)));
	}

	/**
	 * Make a call that must not be made twice.
	 * @param call the call
	 * @param <T> the type of its answer
	 * @return the answer
	 */
	<T> CompletableFuture<T> call(Function<Client, CompletableFuture<T>> call) {
		return attempt(link(), call);
	}

	private <T> CompletableFuture<T> attempt(Link link, Function<Client, CompletableFuture<T>> call) {
		CompletableFuture<Client> client = new CompletableFuture<>();
		try {
			boolean accepted = execute(() -> complete(client, link));
			return accepted ? client.thenCompose(call) : CompletableFuture.failedFuture(closedException());
		}
		catch (StoreException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static void complete(CompletableFuture<Client> client, Link link) {
		try {
			client.complete(link.client());
		}
		catch (RuntimeException | Error ex) {
			client.completeExceptionally(ex);
		}
	}

	/**
	 * Make a result fail with the bare {@link StoreException}, also when the session ends
	 * before it comes.
	 * @param result the result
	 * @param <T> its type
	 * @return the future to hand out
	 */
	<T> CompletableFuture<T> deliver(CompletableFuture<T> result) {
		CompletableFuture<T> delivered = new CompletableFuture<>();
		this.pending.add(delivered);
		result.whenComplete((answer, failure) -> complete(delivered, answer, failure));
		if (this.closed) {
			complete(delivered, null, closedException());
		}
		return delivered;
	}

	@SuppressWarnings("NullAway")
	private <T> void complete(CompletableFuture<T> delivered, @Nullable T answer, @Nullable Throwable failure) {
		this.pending.remove(delivered);
		if (failure != null) {
			delivered.completeExceptionally(link().failures().translate(failure));
		}
		else {
			delivered.complete(answer);
		}
	}

	void close() {
		this.closed = true;
		this.pending.forEach((future) -> complete(future, null, closedException()));
		close(link());
		this.executor.shutdown();
	}

	private void close(Link link) {
		boolean accepted;
		try {
			accepted = execute(link::close);
		}
		catch (StoreException ex) {
			accepted = false;
		}
		if (!accepted) {
			link.close();
		}
	}

	static StoreException closedException() {
		return new StoreException("The connection to etcd has been closed", null);
	}

}
