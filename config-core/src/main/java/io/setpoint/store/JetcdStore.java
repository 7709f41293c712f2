package io.setpoint.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lease.LeaseGrantResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;

import org.springframework.util.Assert;

/**
 * etcd by jetcd.
 */
final class JetcdStore implements ConnectingStore {

	private static final Runnable NOBODY = () -> {
	};

	private final Session session;

	private final AtomicInteger firstPage = PageSize.first();

	private final AtomicInteger firstPageOfKeys = PageSize.first();

	JetcdStore(Session session) {
		this.session = session;
	}

	@Override
	public Opening opening() {
		return this.session.link().opening();
	}

	@Override
	public CompletableFuture<Image> read(List<String> prefixes) {
		return read(prefixes, NOBODY);
	}

	@Override
	public CompletableFuture<Image> read(List<String> prefixes, Runnable progressed) {
		return this.session.deliver(read(prefixes, 0, false, progressed).whenComplete((image, failure) -> {
			if (failure == null) {
				this.session.survey();
			}
		}));
	}

	@Override
	public CompletableFuture<Image> readAt(List<String> prefixes, long revision) {
		return readAt(prefixes, revision, NOBODY);
	}

	@Override
	public CompletableFuture<Image> readAt(List<String> prefixes, long revision, Runnable progressed) {
		checkRevision(revision);
		return this.session.deliver(read(prefixes, revision, false, progressed));
	}

	@Override
	public CompletableFuture<Index> readIndex(String prefix, long revision) {
		return readIndex(prefix, revision, NOBODY);
	}

	@Override
	public CompletableFuture<Index> readIndex(String prefix, long revision, Runnable progressed) {
		checkRevision(revision);
		return this.session
			.deliver(read(List.of(prefix), revision, true, progressed).thenApply((image) -> index(image, prefix)));
	}

	private CompletableFuture<Image> read(List<String> prefixes, long revision, boolean keysOnly, Runnable progressed) {
		Assert.notEmpty(prefixes, "'prefixes' must not be empty");
		prefixes.forEach(JetcdStore::checkRange);
		PageSize size = new PageSize(keysOnly ? this.firstPageOfKeys : this.firstPage,
				this.session.link().connection().callTimeout());
		return PageByPage.read(new PagedRead(prefixes, revision, keysOnly, size, progressed),
				(request) -> this.session.read(Ranges.page(request)).thenApply(Ranges::page));
	}

	private static Index index(Image image, String prefix) {
		Map<String, Long> modRevisions = new HashMap<>();
		image.entries(prefix).forEach((entry) -> modRevisions.put(entry.key(), entry.modRevision()));
		return new Index(image.clusterId(), image.revision(), modRevisions);
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * A revision that wrote no key of the prefix can only have deleted some, so that
	 * there are fewer than before.
	 */
	@Override
	public CompletableFuture<Boolean> touched(String prefix, long revision) {
		checkRange(prefix);
		checkRevision(revision);
		if (revision == 1) {
			return CompletableFuture.completedFuture(false);
		}
		ByteSequence from = Keys.start(prefix);
		GetOption.Builder range = GetOption.builder().withRange(Keys.end(prefix));
		Op before = Op.get(from, range.withRevision(revision - 1).withCountOnly(true).build());
		range.withRevision(revision).withCountOnly(false);
		Op written = Op.get(from, range.withMinModRevision(revision).withKeysOnly(true).withLimit(1).build());
		return this.session.deliver(this.session.read(before, written)
			.thenApply(TxnResponse::getGetResponses)
			.thenApply((ranges) -> isTouched(ranges.get(0), ranges.get(1))));
	}

	private static boolean isTouched(GetResponse before, GetResponse written) {
		return !written.getKvs().isEmpty() || written.getCount() != before.getCount();
	}

	@Override
	public Watch watch(String prefix, long revision, WatchListener listener) {
		checkRange(prefix);
		checkRevision(revision);
		Link link = this.session.link();
		JetcdWatch watch = new JetcdWatch(this.session, link, prefix, listener,
				(cause) -> explain(link, prefix, cause));
		if (!this.session.execute(() -> watch.open(revision))) {
			watch.onError(Session.closedException());
		}
		return watch;
	}

	/**
	 * Another cluster may have taken the place of the one that was followed. etcd refuses
	 * a watch for an expired token as it does for a missing right, up to 3.4 in the same
	 * words. A read gets a new token and says what is really the matter.
	 * @param link the link of the watch
	 * @param prefix the prefix of the watch
	 * @param cause why it was ended
	 * @return why it was ended
	 */
	private CompletableFuture<StoreException> explain(Link link, String prefix, StoreException cause) {
		if (cause instanceof OtherClusterException other) {
			return this.session.followed(link, other.clusterId())
				.<StoreException>thenApply(
						(followed) -> new StoreException("Another cluster took the store's place", null))
				.exceptionally((failure) -> cause);
		}
		if (!(cause instanceof PermissionDeniedException || cause instanceof AuthenticationFailedException)) {
			return CompletableFuture.completedFuture(cause);
		}
		return this.session.read(Ranges.sample(prefix))
			.<StoreException>thenApply((answer) -> new StoreException("The token for etcd had expired", cause))
			.exceptionally((failure) -> this.session.link().failures().translate(failure));
	}

	@Override
	public CompletableFuture<TransactionOutcome> commit(Transaction transaction) {
		Cmp[] conditions = transaction.conditions().stream().map(Writes::comparison).toArray(Cmp[]::new);
		Op[] writes = transaction.writes().stream().map(Writes::operation).toArray(Op[]::new);
		Link link = this.session.link();
		return this.session
			.deliver(this.session.call((client) -> client.getKVClient().txn().If(conditions).Then(writes).commit())
				.thenCompose((answer) -> this.session.followed(link, answer.getHeader().getClusterId())
					.thenApply((followed) -> answer))
				.thenApply((answer) -> new TransactionOutcome(answer.isSucceeded(), answer.getHeader().getRevision()))
				.exceptionallyCompose((failure) -> CompletableFuture
					.failedFuture(this.session.link().failures().translateWrite(failure))));
	}

	@Override
	public CompletableFuture<Long> grant(Duration timeToLive) {
		Assert.isTrue(timeToLive.toSeconds() > 0, "'timeToLive' must be at least a second");
		Link link = this.session.link();
		return this.session.deliver(this.session.call((client) -> client.getLeaseClient().grant(timeToLive.toSeconds()))
			.thenCompose((answer) -> this.session.followed(link, answer.getHeader().getClusterId())
				.thenApply((followed) -> answer))
			.thenApply(LeaseGrantResponse::getID));
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * jetcd asks over a stream, which has no deadline of its own.
	 */
	@Override
	public CompletableFuture<Void> keepAlive(long lease) {
		Duration limit = this.session.link().connection().callTimeout();
		return this.session
			.deliver(this.session.call((client) -> Writes.limit(client.getLeaseClient().keepAliveOnce(lease), limit))
				.<Void>thenApply((answer) -> null)
				.exceptionallyCompose((failure) -> CompletableFuture
					.failedFuture(Writes.isNotFound(failure) ? expired(failure) : failure)));
	}

	private static LeaseExpiredException expired(Throwable cause) {
		return new LeaseExpiredException("The lease has expired and its keys are gone", cause);
	}

	@Override
	public CompletableFuture<Void> revoke(long lease) {
		return this.session.deliver(this.session.call((client) -> client.getLeaseClient().revoke(lease))
			.<Void>thenApply((answer) -> null)
			.exceptionallyCompose((failure) -> Writes.isNotFound(failure) ? CompletableFuture.completedFuture(null)
					: CompletableFuture.failedFuture(failure)));
	}

	@Override
	public Runnable carry(Runnable task) {
		return this.session.link().carry(task);
	}

	@Override
	public void follow(long clusterId) {
		this.session.endpoints().follow(clusterId);
	}

	@Override
	public void renew(Watch failed) {
		if (failed instanceof JetcdWatch watch) {
			this.session.renew(watch.link());
		}
	}

	@Override
	public void reconnect() {
		this.session.reconnect();
	}

	@Override
	public void disconnect() {
		this.session.disconnect();
	}

	@Override
	public CompletableFuture<Set<String>> knock(Set<String> shut) {
		return this.session.deliver(this.session.knock(shut));
	}

	@Override
	public boolean isProgressTrusted() {
		return this.session.link().isProgressTrusted();
	}

	@Override
	public void close() {
		this.session.close();
	}

	private static void checkRange(String prefix) {
		Assert.hasLength(prefix, "A prefix or a key must not be empty");
	}

	private static void checkRevision(long revision) {
		Assert.isTrue(revision > 0, "'revision' must be positive");
	}

}
