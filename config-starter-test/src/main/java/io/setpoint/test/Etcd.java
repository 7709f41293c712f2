package io.setpoint.test;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A running etcd, of one or of several members, with short cuts to the operations of its
 * {@link #client()}.
 *
 * @since 0.1.0
 */
public sealed interface Etcd extends AutoCloseable permits EtcdServer, EtcdCluster, EtcdInMemory {

	/**
	 * Return the client endpoints.
	 * @return one URL for each member, without a trailing slash
	 */
	List<String> endpoints();

	/**
	 * Return what reads and writes the keys, as root if authentication is on.
	 * @return the client
	 */
	EtcdClient client();

	/**
	 * Return what manages users, roles and the switch for authentication.
	 * @return the access control
	 */
	EtcdAccess access();

	/**
	 * Return what issued the certificates.
	 * @return the authority
	 * @throws IllegalStateException if this etcd does not use TLS
	 */
	CertificateAuthority authority();

	/**
	 * Wait until every running member serves linearizable reads.
	 * @throws EtcdStartException if that takes longer than half a minute
	 */
	void awaitReady();

	/**
	 * Kill all members, delete their data and start them empty on the same ports. The
	 * revision begins at 1 again; users and roles are set up as at the first start.
	 */
	void wipe();

	/**
	 * Kill all members and delete everything that they left on the disk.
	 */
	@Override
	void close();

	/**
	 * Return {@link #endpoints()} as one setting.
	 * @return the URLs, separated by commas
	 */
	default String connectString() {
		return String.join(",", endpoints());
	}

	/**
	 * Put a value.
	 * @param key the key
	 * @param value the value
	 * @return the revision of the put
	 */
	default long put(String key, String value) {
		return client().put(key, value);
	}

	/**
	 * Do several puts and deletes in one transaction.
	 * @param operations adds 1 to 128 operations
	 * @return the revision of the transaction
	 */
	default long txn(Consumer<EtcdTransaction> operations) {
		return client().txn(operations);
	}

	/**
	 * Delete a key.
	 * @param key the key, which need not exist
	 * @return the revision of the delete, or the current one if there was nothing to
	 * delete
	 */
	default long delete(String key) {
		return client().delete(key);
	}

	/**
	 * Delete all keys with a prefix, in one revision.
	 * @param prefix the prefix; empty for all keys
	 * @return the revision of the delete, or the current one if there was nothing to
	 * delete
	 */
	default long deletePrefix(String prefix) {
		return client().deletePrefix(prefix);
	}

	/**
	 * Read a value.
	 * @param key the key
	 * @return the value as UTF-8 text, or {@code null} if there is no such key
	 */
	default @Nullable String get(String key) {
		return client().get(key);
	}

	/**
	 * Read all values with a prefix.
	 * @param prefix the prefix; empty for all keys
	 * @return the values by key, in the order of the keys
	 */
	default Map<String, String> getAll(String prefix) {
		return client().getAll(prefix);
	}

	/**
	 * Return the current revision of the store.
	 * @return the revision, 1 for an empty store
	 */
	default long revision() {
		return client().revision();
	}

	/**
	 * Compact the history up to the current revision.
	 * @return the revision that was compacted to
	 */
	default long compact() {
		return client().compact();
	}

	/**
	 * Compact the history: afterwards no watch can start at or before that revision.
	 * @param revision the revision to compact to
	 * @return the revision that was compacted to
	 */
	default long compact(long revision) {
		return client().compact(revision);
	}

}
