package io.setpoint.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the keys of an etcd: linearizably, blocking, with a deadline of 8
 * seconds for each call. Safe for use by several threads. Every operation throws an
 * {@link EtcdCallException} when etcd does not answer or refuses.
 *
 * @since 0.1.0
 */
public final class EtcdClient {

	private static final int CHUNK = 128;

	private static final String RANGE = "/v3/kv/range";

	private final EtcdGateway gateway;

	EtcdClient(EtcdGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * Put a value.
	 * @param key the key
	 * @param value the value
	 * @return the revision of the put
	 */
	public long put(String key, String value) {
		return put(key, value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Put a value.
	 * @param key the key
	 * @param value the value
	 * @return the revision of the put
	 */
	public long put(String key, byte[] value) {
		return revision(call("/v3/kv/put", Map.of("key", Base64s.encode(key), "value", Base64s.encode(value))));
	}

	/**
	 * Put many values, in as few transactions as etcd's limit of 128 operations allows.
	 * @param values the values by key
	 * @return the revision of the last transaction
	 */
	public long putAll(Map<String, String> values) {
		List<Map.Entry<String, String>> entries = List.copyOf(values.entrySet());
		long revision = 0;
		for (int start = 0; start < entries.size(); start += CHUNK) {
			List<Map.Entry<String, String>> chunk = entries.subList(start, Math.min(start + CHUNK, entries.size()));
			revision = txn((txn) -> chunk.forEach((entry) -> txn.put(entry.getKey(), entry.getValue())));
		}
		return revision;
	}

	/**
	 * Do several puts and deletes in one transaction.
	 * @param operations adds 1 to 128 operations
	 * @return the revision of the transaction
	 */
	public long txn(Consumer<EtcdTransaction> operations) {
		return txn(EtcdTransaction.of(operations));
	}

	long txn(EtcdTransaction transaction) {
		return revision(call("/v3/kv/txn", transaction.body()));
	}

	/**
	 * Delete a key.
	 * @param key the key, which need not exist
	 * @return the revision of the delete, or the current one if there was nothing to
	 * delete
	 */
	public long delete(String key) {
		return revision(call("/v3/kv/deleterange", Map.of("key", Base64s.encode(key))));
	}

	/**
	 * Delete all keys with a prefix, in one revision.
	 * @param prefix the prefix; empty for all keys
	 * @return the revision of the delete, or the current one if there was nothing to
	 * delete
	 */
	public long deletePrefix(String prefix) {
		return revision(call("/v3/kv/deleterange", Base64s.prefix(prefix)));
	}

	/**
	 * Read a value.
	 * @param key the key
	 * @return the value as UTF-8 text, or {@code null} if there is no such key
	 */
	public @Nullable String get(String key) {
		EtcdEntry entry = entry(key);
		return (entry != null) ? entry.text() : null;
	}

	/**
	 * Read a key.
	 * @param key the key
	 * @return the entry, or {@code null} if there is no such key
	 */
	public @Nullable EtcdEntry entry(String key) {
		return entries(call(RANGE, Map.of("key", Base64s.encode(key)))).stream().findFirst().orElse(null);
	}

	/**
	 * Read all values with a prefix.
	 * @param prefix the prefix; empty for all keys
	 * @return the values as UTF-8 text, by key, in the order of the keys
	 */
	public Map<String, String> getAll(String prefix) {
		Map<String, String> values = new LinkedHashMap<>();
		entries(prefix).forEach((entry) -> values.put(entry.key(), entry.text()));
		return values;
	}

	/**
	 * Read all keys with a prefix.
	 * @param prefix the prefix; empty for all keys
	 * @return the entries in the order of the keys
	 */
	public List<EtcdEntry> entries(String prefix) {
		return entries(call(RANGE, Base64s.prefix(prefix)));
	}

	/**
	 * Return the current revision of the store.
	 * @return the revision, 1 for an empty store
	 */
	public long revision() {
		return revision(call(RANGE, Map.of("key", Base64s.encode("\0"), "count_only", true)));
	}

	/**
	 * Compact the history up to the current revision.
	 * @return the revision that was compacted to
	 */
	public long compact() {
		return compact(revision());
	}

	/**
	 * Compact the history: afterwards no watch can start at or before that revision.
	 * @param revision the revision to compact to
	 * @return the revision that was compacted to
	 */
	public long compact(long revision) {
		call("/v3/kv/compaction", Map.of("revision", revision, "physical", true));
		return revision;
	}

	/**
	 * Make any other call of the gRPC-JSON gateway, for example
	 * {@code call("/v3/lease/grant", Map.of("TTL", 5))}.
	 * @param path the path
	 * @param body the request; keys and values in base64
	 * @return the answer; 64-bit numbers are strings in it
	 */
	public Map<String, Object> call(String path, Map<String, ?> body) {
		return this.gateway.call(path, body);
	}

	boolean isServing(Duration timeout) {
		try {
			this.gateway.call(RANGE, Map.of("key", Base64s.encode("\0"), "count_only", true), timeout);
			return true;
		}
		catch (EtcdCallException ex) {
			return false;
		}
	}

	boolean knowsPeer(String url) {
		return call("/v3/cluster/member/list", Map.of()).toString().contains(url);
	}

	EtcdGateway gateway() {
		return this.gateway;
	}

	private static List<EtcdEntry> entries(Map<String, Object> answer) {
		List<EtcdEntry> entries = new ArrayList<>();
		for (Object kv : (List<?>) answer.getOrDefault("kvs", List.of())) {
			entries.add(entry((Map<?, ?>) kv));
		}
		return entries;
	}

	private static EtcdEntry entry(Map<?, ?> kv) {
		return new EtcdEntry(new String(Base64s.decode(kv.get("key")), StandardCharsets.UTF_8),
				Base64s.decode(kv.get("value")), number(kv, "create_revision"), number(kv, "mod_revision"),
				number(kv, "version"));
	}

	private static long revision(Map<String, Object> answer) {
		return (answer.get("header") instanceof Map<?, ?> header) ? number(header, "revision") : 0;
	}

	static long number(Map<?, ?> map, String name) {
		Object value = map.get(name);
		return (value != null) ? Long.parseUnsignedLong(value.toString()) : 0;
	}

}
