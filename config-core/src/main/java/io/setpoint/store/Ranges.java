package io.setpoint.store;

import java.util.concurrent.CompletableFuture;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
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
	 * The least that shows whether a prefix can be read.
	 * @param prefix the prefix
	 * @return the range
	 */
	static Op sample(String prefix) {
		ByteSequence from = Keys.bytes(prefix);
		return Op.get(from, GetOption.builder().withRange(Keys.end(prefix)).withLimit(1).withKeysOnly(true).build());
	}

}
