package io.setpoint.warehouse;

import java.nio.charset.StandardCharsets;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import io.setpoint.coordination.FencedLock;

/**
 * A stock in the etcd of its lock.
 */
class StoredStock {

	private final Client client;

	StoredStock(Client client) {
		this.client = client;
	}

	boolean set(String amount, FencedLock lock) {
		Cmp held = new Cmp(bytes(lock.key()), Cmp.Op.EQUAL, CmpTarget.createRevision(lock.token()));
		Op put = Op.put(bytes("stock/amount"), bytes(amount), PutOption.DEFAULT);
		return this.client.getKVClient().txn().If(held).Then(put).commit().join().isSucceeded();
	}

	private static ByteSequence bytes(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

}
