package io.setpoint.store;

import java.util.Collection;
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

	private final Endpoints endpoints = new Endpoints();

	private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable CompletableFuture<Void>> settling = new AtomicReference<>();

	private volatile EtcdConnection settings;

	private volatile boolean disconnected;

	private volatile boolean closed;

	/**
	 * Create a session, without connecting.
	 * @param connection asked once now and again for each new link
	 * @param executor the executor, which is shut down with the session
	 */
	Session(Supplier<EtcdConnection> connection, ExecutorService executor) {
		this.connection = connection;
		this.executor = executor;
		this.settings = connection.get();
		this.link = new AtomicReference<>(new Link(this.settings, executor));
	}

	Endpoints endpoints() {
		return this.endpoints;
	}

	Link link() {
		return this.link.get();
	}

	/**
	 * Go on with a new link. Something has failed, so those that are left out are asked
	 * once more: a learner that was promoted may be all that is left.
	 * @param failed the link to replace
	 */
	void renew(Link failed) {
		replace(failed);
		askLearners();
	}

	/**
	 * Go on with a new link, also after the last one was given up.
	 */
	void reconnect() {
		this.disconnected = false;
		renew(link());
	}

	/**
	 * Give the link up, and make no other one until {@link #reconnect()}. No call that
	 * begins after this connects.
	 */
	void disconnect() {
		this.disconnected = true;
		Link given = link();
		given.refuse();
		close(given);
	}

	private void replace(Link failed) {
		if (isOver() || this.link.get() != failed) {
			return;
		}
		EtcdConnection settings = currentSettings();
		this.settings = settings;
		Link fresh = new Link(settings.withEndpoints(this.endpoints.used(settings.endpoints())), this.executor);
		if (this.link.compareAndSet(failed, fresh)) {
			close(failed);
			if (isOver()) {
				close(fresh);
			}
		}
	}

	private boolean isOver() {
		return this.closed || this.disconnected;
	}

	private EtcdConnection currentSettings() {
		try {
			return this.connection.get();
		}
		catch (RuntimeException ex) {
			logger.warn(LogMessage.format("The settings for etcd cannot be renewed, the previous ones stay: %s",
					ex.getClass().getName()));
			return this.settings;
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
	 * Read some ranges at once, and again if the link was replaced meanwhile or if a
	 * member has answered with a failure that another one may not have.
	 * @param ranges the ranges
	 * @return the answer, of the cluster that is followed; fails with a
	 * {@link StoreException}, which may be wrapped
	 */
	CompletableFuture<TxnResponse> read(Op... ranges) {
		return read(2 * this.settings.endpoints().size() - 1, ranges)
			.exceptionallyCompose((failure) -> CompletableFuture.failedFuture(link().failures().translate(failure)));
	}

	private CompletableFuture<TxnResponse> read(int repetitions, Op... ranges) {
		Link used = link();
		return attempt(used, (client) -> Ranges.read(client, ranges))
			.thenCompose((answer) -> followed(used, answer.getHeader().getClusterId()).thenApply((followed) -> answer))
			.exceptionallyCompose((failure) -> (repetitions > 0) ? repeat(used, failure, repetitions, ranges)
					: CompletableFuture.failedFuture(failure));
	}

	/**
	 * Read again after a failure, if that makes sense. Members are asked by turns, so the
	 * last time it is waited for what is found out about them: otherwise it could be a
	 * learner's turn each time.
	 * @param used the link that was used
	 * @param failure the failure
	 * @param repetitions how often it may be read again
	 * @param ranges the ranges
	 * @return the answer
	 */
	private CompletableFuture<TxnResponse> repeat(Link used, Throwable failure, int repetitions, Op... ranges) {
		CompletableFuture<Void> settling = Failures.isOfLearner(failure) ? settle(used, 0)
				: CompletableFuture.completedFuture(null);
		CompletableFuture<Void> settled = (repetitions == 1) ? settling : CompletableFuture.completedFuture(null);
		return settled.thenCompose((none) -> isWorthRepeating(used, failure) ? read(repetitions - 1, ranges)
				: CompletableFuture.failedFuture(failure));
	}

	private boolean isWorthRepeating(Link used, Throwable failure) {
		return link() != used || (Failures.isOfOneMember(failure) && used.connection().endpoints().size() > 1);
	}

	/**
	 * Make sure that an answer is of the cluster that is followed. If it is not, the
	 * endpoints are asked, and those that belong elsewhere are left out from then on.
	 * @param used the link that the answer came by
	 * @param clusterId the id of the cluster that has answered
	 * @return fails if the answer must not be taken
	 */
	CompletableFuture<Void> followed(Link used, long clusterId) {
		if (this.endpoints.isFollowed(clusterId)) {
			return CompletableFuture.completedFuture(null);
		}
		return settle(used, clusterId)
			.thenCompose((settled) -> this.endpoints.isFollowed(clusterId) ? CompletableFuture.completedFuture(null)
					: CompletableFuture.failedFuture(this.endpoints.foreign(clusterId)));
	}

	private CompletableFuture<Void> settle(Link used, long answered) {
		CompletableFuture<Void> settled = new CompletableFuture<>();
		CompletableFuture<Void> running = this.settling.compareAndExchange(null, settled);
		if (running != null) {
			return running;
		}
		CompletableFuture.completedFuture(this.settings.endpoints())
			.thenCompose(used::survey)
			.whenComplete((members, failure) -> {
				try {
					if (failure == null && this.endpoints.learn(members, answered)) {
						replace(used);
					}
				}
				finally {
					this.settling.set(null);
					settled.complete(null);
				}
			});
		return settled;
	}

	/**
	 * Something was read: find out what is behind the endpoints, if there are several and
	 * that is not known or was to change.
	 */
	void survey() {
		Link used = link();
		if (this.settings.endpoints().size() > 1 && !used.isSurveyed()) {
			settle(used, 0);
		}
		else {
			askLearners();
		}
	}

	private void askLearners() {
		if (!this.closed && this.endpoints.isLearnerLeftOut()) {
			settle(link(), 0);
		}
	}

	/**
	 * A watch was opened: find out what can be expected of the members.
	 * @param used the link that it was opened on
	 */
	void opened(Link used) {
		this.endpoints.watch();
		used.assess(this.settings.endpoints(), (members) -> {
			if (this.endpoints.learn(members, 0)) {
				replace(used);
			}
		});
		askLearners();
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
			boolean accepted = execute(link.carry(() -> complete(client, link)));
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

	/**
	 * Find out at which endpoints nobody listens.
	 * @param shut where to look, everywhere if it is empty
	 * @return the endpoints that take no connection
	 */
	CompletableFuture<Set<String>> knock(Set<String> shut) {
		Collection<String> endpoints = shut.isEmpty() ? this.endpoints.used(this.settings.endpoints()) : shut;
		try {
			return Knock.at(endpoints, (task) -> {
				if (!execute(task)) {
					throw closedException();
				}
			});
		}
		catch (StoreException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	static StoreException closedException() {
		return new StoreException("The connection to etcd has been closed", null);
	}

}
