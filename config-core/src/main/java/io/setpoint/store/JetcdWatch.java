package io.setpoint.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchEvent.EventType;
import io.etcd.jetcd.watch.WatchResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * A watch of jetcd that is over at its first error: resuming is left to the one who knows
 * which revision comes next.
 */
final class JetcdWatch implements Watch, io.etcd.jetcd.Watch.Listener {

	private static final Log logger = LogFactory.getLog(JetcdWatch.class);

	private final Session session;

	private final Link link;

	private final String prefix;

	private final WatchListener listener;

	private final Function<StoreException, CompletableFuture<StoreException>> explain;

	private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

	private volatile @Nullable Watcher watcher;

	/**
	 * Create a watch.
	 * @param session knows the cluster that is followed
	 * @param link the connection to open it on
	 * @param prefix the prefix
	 * @param listener told what happens
	 * @param explain finds out why the watch was refused; the future never fails
	 */
	JetcdWatch(Session session, Link link, String prefix, WatchListener listener,
			Function<StoreException, CompletableFuture<StoreException>> explain) {
		this.session = session;
		this.link = link;
		this.prefix = prefix;
		this.listener = listener;
		this.explain = explain;
	}

	Link link() {
		return this.link;
	}

	void open(long revision) {
		try {
			if (isOpen()) {
				ByteSequence key = Keys.start(this.prefix);
				this.watcher = this.link.client().getWatchClient().watch(key, option(revision), this);
			}
		}
		catch (Exception ex) {
			onError(ex);
		}
		if (!isOpen()) {
			release();
		}
	}

	private WatchOption option(long revision) {
		return WatchOption.builder()
			.withRange(Keys.end(this.prefix))
			.withRevision(revision)
			.withCreateNotify(true)
			.withProgressNotify(true)
			.withRequireLeader(true)
			.build();
	}

	@Override
	public void onNext(WatchResponse response) {
		if (!isOpen()) {
			return;
		}
		try {
			Header header = header(response.getHeader());
			if (!this.session.endpoints().isFollowed(header.clusterId())) {
				end(this.session.endpoints().foreign(header.clusterId()));
			}
			else if (response.isCreatedNotify()) {
				this.session.opened(this.link);
				this.listener.created(header);
			}
			else if (response.isProgressNotify()) {
				this.listener.progressed(header);
			}
			else {
				this.listener.changed(header, changes(response.getEvents()));
			}
		}
		catch (Exception | Error ex) {
			end(new StoreException("What etcd sent for '" + this.prefix + "' was not taken: " + ex.getClass().getName(),
					ex));
		}
	}

	private static Header header(io.etcd.jetcd.Response.Header header) {
		return new Header(header.getClusterId(), header.getMemberId(), header.getRevision(), header.getRaftTerm());
	}

	private static List<Change> changes(List<WatchEvent> events) {
		List<Change> changes = new ArrayList<>(events.size());
		for (WatchEvent event : events) {
			io.etcd.jetcd.KeyValue entry = event.getKeyValue();
			changes.add((event.getEventType() == EventType.DELETE)
					? new Change.Delete(Keys.text(entry.getKey()), entry.getModRevision())
					: new Change.Put(Keys.entry(entry)));
		}
		return changes;
	}

	@Override
	public void onError(Throwable failure) {
		end(this.link.failures().translate(failure));
	}

	@Override
	public void onCompleted() {
		end(new StoreException("The watch on '" + this.prefix + "' was ended by etcd or by a new connection", null));
	}

	@Override
	public void requestProgress() {
		Watcher watcher = this.watcher;
		if (watcher == null || !isOpen()) {
			return;
		}
		try {
			watcher.requestProgress();
		}
		catch (RuntimeException ex) {
			logger.debug(LogMessage.format("The watch on '%s' takes no request for progress", this.prefix), ex);
		}
	}

	@Override
	public void close() {
		if (this.state.getAndSet(State.OVER) == State.OPEN) {
			release();
		}
	}

	private void end(StoreException cause) {
		if (this.state.compareAndSet(State.OPEN, State.ENDING)) {
			this.explain.apply(cause).thenAccept(this::ended);
			release();
		}
	}

	private void ended(StoreException cause) {
		if (!this.state.compareAndSet(State.ENDING, State.OVER)) {
			return;
		}
		try {
			this.listener.ended(cause);
		}
		catch (Exception | Error ex) {
			logger.error(LogMessage.format("The end of the watch on '%s' was not taken", this.prefix), ex);
		}
	}

	/**
	 * End jetcd's watcher, within its own callback too: this keeps it from resuming, and
	 * later it would no longer end its stream on the server.
	 */
	private void release() {
		Watcher watcher = this.watcher;
		if (watcher == null) {
			return;
		}
		try {
			watcher.close();
		}
		catch (RuntimeException ex) {
			logger.debug(LogMessage.format("The watch on '%s' was not closed cleanly", this.prefix), ex);
		}
	}

	private boolean isOpen() {
		return this.state.get() == State.OPEN;
	}

	/**
	 * Where a watch is in its life.
	 */
	private enum State {

		/**
		 * Callbacks are delivered.
		 */
		OPEN,

		/**
		 * It is over, and the listener will be told why.
		 */
		ENDING,

		/**
		 * Nothing more is delivered.
		 */
		OVER

	}

}
