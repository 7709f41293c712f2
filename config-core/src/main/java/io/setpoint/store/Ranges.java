package io.setpoint.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;

/**
 * Ranges of keys and how they are read.
 */
final class Ranges {

	private Ranges() {
	}

	/**
	 * Read in a transaction, also where it is a single range: jetcd does not retry it on
	 * its own account, and does not log each failure as a warning.
	 * @param client the client
	 * @param ranges the ranges
	 * @return the answer
	 */
	static CompletableFuture<TxnResponse> read(Client client, Op... ranges) {
		return client.getKVClient().txn().Then(ranges).commit();
	}

	/**
	 * Part of a read.
	 * @param request what it asks for
	 * @return the range
	 */
	static Op page(PageRequest request) {
		GetOption option = GetOption.builder()
			.withRange(ByteSequence.from(request.end()))
			.withLimit(request.limit())
			.withRevision(request.revision())
			.withKeysOnly(request.keysOnly())
			.build();
		return Op.get(ByteSequence.from(request.from()), option);
	}

	static Page page(TxnResponse answer) {
		GetResponse range = answer.getGetResponses().get(0);
		List<KeyValue> entries = range.getKvs().stream().map(Keys::entry).toList();
		return new Page(answer.getHeader().getClusterId(), answer.getHeader().getRevision(), entries, range.isMore());
	}

	/**
	 * The least that shows whether a prefix can be read.
	 * @param prefix the prefix
	 * @return the range
	 */
	static Op sample(String prefix) {
		ByteSequence from = Keys.start(prefix);
		return Op.get(from, GetOption.builder().withRange(Keys.end(prefix)).withLimit(1).withKeysOnly(true).build());
	}

}
