package io.setpoint.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.setpoint.test.EtcdMember;

/**
 * Changes keys behind the back of the store.
 */
final class Writer implements AutoCloseable {

	private static final int LARGEST_TXN = 128;

	private final Client client;

	Writer(EtcdMember etcd) {
		this.client = Client.builder().endpoints(etcd.url()).build();
	}

	long put(String key, String value) {
		return put(bytes(key), bytes(value));
	}

	long put(ByteSequence key, ByteSequence value) {
		return get(this.client.getKVClient().put(key, value)).getHeader().getRevision();
	}

	long delete(String key) {
		return get(this.client.getKVClient().delete(bytes(key))).getHeader().getRevision();
	}

	long deletePrefix(String prefix) {
		DeleteOption option = DeleteOption.builder().isPrefix(true).build();
		return get(this.client.getKVClient().delete(bytes(prefix), option)).getHeader().getRevision();
	}

	long txn(Op... ops) {
		return get(this.client.getKVClient().txn().Then(ops).commit()).getHeader().getRevision();
	}

	void compact(long revision) {
		get(this.client.getKVClient().compact(revision));
	}

	/**
	 * Put many keys named {@code 000000}, {@code 000001} and so on.
	 * @param prefix the prefix
	 * @param count how many
	 * @return the last revision
	 */
	long fill(String prefix, int count) {
		long revision = 0;
		for (int start = 0; start < count; start += LARGEST_TXN) {
			List<Op> ops = new ArrayList<>();
			IntStream.range(start, Math.min(count, start + LARGEST_TXN))
				.forEach((i) -> ops.add(putOp("%s%06d".formatted(prefix, i), "v" + i)));
			revision = txn(ops.toArray(Op[]::new));
		}
		return revision;
	}

	/**
	 * Put many keys with one value.
	 * @param prefix the prefix
	 * @param count how many
	 * @param value the value
	 */
	void fill(String prefix, int count, String value) {
		for (int start = 0; start < count; start += LARGEST_TXN) {
			txn(IntStream.range(start, Math.min(count, start + LARGEST_TXN))
				.mapToObj((i) -> putOp("%s%06d".formatted(prefix, i), value))
				.toArray(Op[]::new));
		}
	}

	static Op putOp(String key, String value) {
		return Op.put(bytes(key), bytes(value), PutOption.DEFAULT);
	}

	static Op deleteOp(String key) {
		return Op.delete(bytes(key), DeleteOption.DEFAULT);
	}

	static ByteSequence bytes(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

	private static <T> T get(CompletableFuture<T> future) {
		return future.orTimeout(30, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
