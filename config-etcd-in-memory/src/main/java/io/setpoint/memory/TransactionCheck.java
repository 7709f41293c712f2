package io.setpoint.memory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;

/**
 * What etcd checks of a transaction before it looks at the store
 * ({@code etcdserver/api/v3rpc/key.go}): keys, the number of operations, and that no key
 * is written twice.
 */
final class TransactionCheck {

	private static final int MAX_OPERATIONS = 128;

	private TransactionCheck() {
	}

	static void check(TxnRequest request) {
		checkOperations(request, MAX_OPERATIONS);
		writes(request.getSuccessList());
		writes(request.getFailureList());
	}

	static void check(PutRequest request) {
		if (request.getKey().isEmpty()) {
			throw Refusal.EMPTY_KEY.exception();
		}
		if (request.getIgnoreValue() && !request.getValue().isEmpty()) {
			throw Refusal.VALUE_PROVIDED.exception();
		}
		if (request.getIgnoreLease() && request.getLease() != 0) {
			throw Refusal.LEASE_PROVIDED.exception();
		}
	}

	static void check(DeleteRangeRequest request) {
		if (request.getKey().isEmpty()) {
			throw Refusal.EMPTY_KEY.exception();
		}
	}

	private static void checkOperations(TxnRequest request, int limit) {
		int operations = Math.max(request.getCompareCount(),
				Math.max(request.getSuccessCount(), request.getFailureCount()));
		if (operations > limit) {
			throw Refusal.TOO_MANY_OPERATIONS.exception();
		}
		if (request.getCompareList().stream().map(Compare::getKey).anyMatch(ByteString::isEmpty)) {
			throw Refusal.EMPTY_KEY.exception();
		}
		request.getSuccessList().forEach((operation) -> check(operation, limit - operations));
		request.getFailureList().forEach((operation) -> check(operation, limit - operations));
	}

	private static void check(RequestOp operation, int limit) {
		switch (operation.getRequestCase()) {
			case REQUEST_RANGE -> {
				if (operation.getRequestRange().getKey().isEmpty()) {
					throw Refusal.EMPTY_KEY.exception();
				}
				Reading.check(operation.getRequestRange());
			}
			case REQUEST_PUT -> check(operation.getRequestPut());
			case REQUEST_DELETE_RANGE -> check(operation.getRequestDeleteRange());
			case REQUEST_TXN -> checkOperations(operation.getRequestTxn(), limit);
			case REQUEST_NOT_SET -> throw Refusal.KEY_NOT_FOUND.exception();
		}
	}

	private static Writes writes(List<RequestOp> operations) {
		Writes writes = new Writes(new HashSet<>(), new ArrayList<>());
		operations.stream()
			.filter(RequestOp::hasRequestDeleteRange)
			.map(RequestOp::getRequestDeleteRange)
			.forEach((delete) -> writes.deletes.add(KeyRange.of(delete.getKey(), delete.getRangeEnd())));
		operations.stream()
			.filter(RequestOp::hasRequestTxn)
			.map(RequestOp::getRequestTxn)
			.forEach((nested) -> writes.add(writes(nested.getSuccessList()), writes(nested.getFailureList())));
		operations.stream()
			.filter(RequestOp::hasRequestPut)
			.map((operation) -> operation.getRequestPut().getKey())
			.forEach((key) -> writes.put(key, Set.of()));
		return writes;
	}

	/**
	 * What some operations write.
	 *
	 * @param puts the keys that are put
	 * @param deletes the ranges that are deleted
	 */
	private record Writes(Set<ByteString> puts, List<KeyRange> deletes) {

		/**
		 * Add the writes of a nested transaction, of which only one side is done: what
		 * both put is no conflict between them.
		 * @param success what it writes if its conditions hold
		 * @param failure what it writes otherwise
		 */
		void add(Writes success, Writes failure) {
			success.puts.forEach((key) -> put(key, Set.of()));
			failure.puts.forEach((key) -> put(key, success.puts));
			this.deletes.addAll(success.deletes);
			this.deletes.addAll(failure.deletes);
		}

		/**
		 * Whether a key that is put lies in a range that is deleted. To etcd one without
		 * an end never does.
		 * @param key the key
		 * @param range the range
		 * @return whether it does
		 */
		private static boolean isDeleted(ByteString key, KeyRange range) {
			return (range.single() || range.to() != null) && range.contains(key);
		}

		void put(ByteString key, Set<ByteString> allowed) {
			boolean twice = !this.puts.add(key) && !allowed.contains(key);
			if (twice || this.deletes.stream().anyMatch((range) -> isDeleted(key, range))) {
				throw Refusal.DUPLICATE_KEY.exception();
			}
		}

	}

}
