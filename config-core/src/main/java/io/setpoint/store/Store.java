package io.setpoint.store;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What the rest of Setpoint needs from etcd, and nothing else. All methods return at
 * once; results and callbacks arrive on threads of the store and must be handed over, not
 * worked on. Every unary call has a deadline.
 * <p>
 * What is called a prefix ends in {@code /} and stands for all keys below it. A single
 * key may be in its place, or the beginning of some keys, followed by {@code *}.
 * <p>
 * Futures fail with a {@link StoreException} only.
 *
 * @since 0.1.0
 */
public interface Store extends AutoCloseable {

	/**
	 * Read all keys of some prefixes, linearizably, in pages that are all pinned at one
	 * revision. A compaction in the middle starts the read over.
	 * @param prefixes the prefixes, each ending in {@code /}, or a single key
	 * @return the keys of all prefixes at one revision
	 */
	CompletableFuture<Image> read(List<String> prefixes);

	/**
	 * Read all keys of some prefixes as they were at a revision.
	 * @param prefixes the prefixes, each ending in {@code /}, or a single key
	 * @param revision the revision to read at
	 * @return the keys at that revision; fails with a {@link RevisionCompactedException}
	 * if it is compacted and with a {@link FutureRevisionException} if the store has not
	 * reached it
	 */
	CompletableFuture<Image> readAt(List<String> prefixes, long revision);

	/**
	 * Read which keys a prefix had at a revision, without their values.
	 * @param prefix the prefix, ending in {@code /}, or a single key
	 * @param revision the revision to read at
	 * @return the keys and their modification revisions; fails as
	 * {@link #readAt(List, long)} does
	 */
	CompletableFuture<Index> readIndex(String prefix, long revision);

	/**
	 * Read as {@link #read(List)} does, and tell when it gets on: over a slow link a read
	 * may take long without anything being wrong.
	 * @param prefixes the prefixes, each ending in {@code /}, or a single key
	 * @param progressed called whenever a part has arrived, on a thread of the store
	 * @return the keys of all prefixes at one revision
	 */
	default CompletableFuture<Image> read(List<String> prefixes, Runnable progressed) {
		return read(prefixes);
	}

	/**
	 * Read as {@link #readAt(List, long)} does, and tell when it gets on.
	 * @param prefixes the prefixes, each ending in {@code /}, or a single key
	 * @param revision the revision to read at
	 * @param progressed called whenever a part has arrived, on a thread of the store
	 * @return the keys at that revision
	 */
	default CompletableFuture<Image> readAt(List<String> prefixes, long revision, Runnable progressed) {
		return readAt(prefixes, revision);
	}

	/**
	 * Read as {@link #readIndex(String, long)} does, and tell when it gets on.
	 * @param prefix the prefix, ending in {@code /}, or a single key
	 * @param revision the revision to read at
	 * @param progressed called whenever a part has arrived, on a thread of the store
	 * @return the keys and their modification revisions
	 */
	default CompletableFuture<Index> readIndex(String prefix, long revision, Runnable progressed) {
		return readIndex(prefix, revision);
	}

	/**
	 * Ask whether the keys of a prefix were touched by exactly the given revision.
	 * Answers correctly on every server version, also where progress notifications cannot
	 * be trusted.
	 * @param prefix the prefix, ending in {@code /}, or a single key
	 * @param revision the revision in question
	 * @return whether a key of the prefix was put or deleted by that revision; fails as
	 * {@link #readAt(List, long)} does
	 */
	CompletableFuture<Boolean> touched(String prefix, long revision);

	/**
	 * Watch a prefix. The watch is one-shot: it never resumes by itself, and after
	 * {@link WatchListener#ended} nothing more is heard of it.
	 * @param prefix the prefix, ending in {@code /}, or a single key
	 * @param revision the first revision of interest
	 * @param listener told of everything that happens, in order
	 * @return the handle to ask for progress and to close
	 */
	Watch watch(String prefix, long revision, WatchListener listener);

	/**
	 * Replace the connection by a fresh one, because a watch that was opened on it keeps
	 * failing: a new connection inherits no back-off. Does nothing if the connection has
	 * been replaced since that watch was opened.
	 * @param failed a watch that was opened on the connection to replace
	 */
	void renew(Watch failed);

	/**
	 * Replace the connection by a fresh one, because what it was made from has changed,
	 * its certificates or its password, or because it was given up. Running watches end.
	 * Does nothing where there is no connection.
	 */
	default void reconnect() {
	}

	/**
	 * Give up the connection until {@link #reconnect()}. Meanwhile running watches end,
	 * and all calls fail, those that are under way included: none of them connects again.
	 * Does nothing where there is no connection.
	 */
	default void disconnect() {
	}

	/**
	 * Return a task whose calls of etcd belong to what this thread does, as far as those
	 * who observe them can tell.
	 * @param task the task
	 * @return the task to run elsewhere
	 */
	default Runnable carry(Runnable task) {
		return task;
	}

	/**
	 * Say which cluster is expected to answer. As long as it answers at one of the
	 * endpoints, the answers of another one are not taken; when it does no more, the
	 * store was exchanged.
	 * @param clusterId the id of the cluster that was read earlier, 0 if none was
	 */
	default void follow(long clusterId) {
	}

	/**
	 * Find out at which of the endpoints nobody listens, at next to no cost for etcd:
	 * while that is so at all of them no call can succeed, perhaps none as long as it is
	 * at too many, and a call is worth its while as soon as somebody comes back.
	 * @param shut the endpoints at which nobody did before, to look there only; none to
	 * look at all
	 * @return the endpoints that take no connection; none where that is not known
	 */
	default CompletableFuture<Set<String>> knock(Set<String> shut) {
		return CompletableFuture.completedFuture(Set.of());
	}

	/**
	 * Whether a progress notification of this store's server proves that all events up to
	 * its revision were delivered (etcd 3.4.25, 3.5.8 and later).
	 * @return whether progress can be trusted, {@code false} while it is not known
	 */
	boolean isProgressTrusted();

	@Override
	void close();

}
