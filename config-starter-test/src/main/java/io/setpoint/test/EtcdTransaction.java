package io.setpoint.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The puts and deletes of one etcd transaction: all of them get the same revision.
 *
 * @since 0.1.0
 */
public final class EtcdTransaction {

	private static final int LIMIT = 128;

	private final List<Map<String, ?>> operations = new ArrayList<>();

	private final List<String> keys = new ArrayList<>();

	EtcdTransaction() {
	}

	/**
	 * Put a value.
	 * @param key the key, at most once in a transaction
	 * @param value the value
	 * @return this transaction
	 */
	public EtcdTransaction put(String key, String value) {
		return put(key, value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Put a value.
	 * @param key the key, at most once in a transaction
	 * @param value the value
	 * @return this transaction
	 */
	public EtcdTransaction put(String key, byte[] value) {
		return add(key, Map.of("requestPut", Map.of("key", Base64s.encode(key), "value", Base64s.encode(value))));
	}

	/**
	 * Delete a key.
	 * @param key the key, which need not exist
	 * @return this transaction
	 */
	public EtcdTransaction delete(String key) {
		return add(key, Map.of("requestDeleteRange", Map.of("key", Base64s.encode(key))));
	}

	/**
	 * Delete all keys with a prefix.
	 * @param prefix the prefix
	 * @return this transaction
	 */
	public EtcdTransaction deletePrefix(String prefix) {
		return add(prefix, Map.of("requestDeleteRange", Base64s.prefix(prefix)));
	}

	private EtcdTransaction add(String key, Map<String, ?> operation) {
		this.operations.add(operation);
		this.keys.add(key);
		return this;
	}

	static EtcdTransaction of(Consumer<EtcdTransaction> operations) {
		EtcdTransaction transaction = new EtcdTransaction();
		operations.accept(transaction);
		if (transaction.operations.isEmpty() || transaction.operations.size() > LIMIT) {
			throw new IllegalArgumentException("A transaction of etcd takes 1 to " + LIMIT + " operations, not "
					+ transaction.operations.size() + ".");
		}
		return transaction;
	}

	Map<String, ?> body() {
		return Map.of("success", this.operations);
	}

	@Override
	public String toString() {
		return (this.keys.size() > 3) ? this.keys.subList(0, 3) + " and " + (this.keys.size() - 3) + " more"
				: this.keys.toString();
	}

}
