package io.setpoint.test.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeRequest.SortOrder;
import io.etcd.jetcd.api.RangeRequest.SortTarget;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchCreateRequest.FilterType;

/**
 * Makes up requests to an etcd, sensible ones and others, over a few keys and leases so
 * that they meet.
 */
final class RandomHistory {

	private static final List<String> KEYS = List.of("a", "a/b", "a/c", "b", "b/", "c", "\u00e4");

	private static final List<Long> LEASES = List.of(11L, 12L, 13L);

	private final Random random;

	private final boolean compactsWatched;

	private long revision = 1;

	/**
	 * Create a history.
	 * @param random where it comes from
	 * @param compactsWatched whether the revision of a compaction may be watched: etcd
	 * before 3.4.36 and 3.5.18 misses a delete there
	 */
	RandomHistory(Random random, boolean compactsWatched) {
		this.random = random;
		this.compactsWatched = compactsWatched;
	}

	/**
	 * Say how far the store is.
	 * @param revision its revision
	 */
	void reached(long revision) {
		this.revision = revision;
	}

	Message next() {
		return switch (this.random.nextInt(20)) {
			case 0, 1, 2, 3, 4, 5 -> put().build();
			case 6, 7 -> delete().build();
			case 8, 9, 10, 11, 12 -> survivableTransaction();
			case 13, 14, 15 -> range().build();
			case 16 -> LeaseGrantRequest.newBuilder().setID(lease()).setTTL(600).build();
			case 17 -> LeaseRevokeRequest.newBuilder().setID(lease()).build();
			case 18 -> LeaseTimeToLiveRequest.newBuilder().setID(lease()).setKeys(true).build();
			default -> CompactionRequest.newBuilder().setRevision(compaction()).build();
		};
	}

	/**
	 * Make up a watch.
	 * @param compacted the revision that was compacted last
	 * @return the watch
	 */
	WatchCreateRequest.Builder watch(long compacted) {
		WatchCreateRequest.Builder watch = WatchCreateRequest.newBuilder()
			.setKey(key())
			.setRangeEnd(chance(3) ? ByteString.EMPTY : Conversation.all())
			.setPrevKv(chance(2));
		if (chance(2)) {
			long start = Math.max(1, this.revision - this.random.nextInt(20));
			watch.setStartRevision((start == compacted && !this.compactsWatched) ? start + 1 : start);
		}
		if (chance(4)) {
			watch.addFilters(chance(2) ? FilterType.NOPUT : FilterType.NODELETE);
		}
		return watch;
	}

	/**
	 * What every watch is told of: each key is put and deleted.
	 * @return the requests
	 */
	static List<Message> end() {
		List<Message> requests = new ArrayList<>();
		KEYS.forEach((key) -> {
			requests.add(Conversation.putOf(key, "end").build());
			requests.add(DeleteRangeRequest.newBuilder().setKey(Conversation.bytes(key)).build());
		});
		return requests;
	}

	/**
	 * Return the last of these requests that a watch is told of.
	 * @param watch the watch
	 * @param before the revision before them
	 * @return its revision
	 */
	static long last(WatchCreateRequest watch, long before) {
		int index = KEYS.size() - 1;
		while (!isWatched(watch, Conversation.bytes(KEYS.get(index)))) {
			index--;
		}
		return before + 2 * index + (watch.getFiltersList().contains(FilterType.NODELETE) ? 1 : 2);
	}

	private static boolean isWatched(WatchCreateRequest watch, ByteString key) {
		Comparator<ByteString> order = ByteString.unsignedLexicographicalComparator();
		ByteString end = watch.getRangeEnd();
		if (end.isEmpty()) {
			return key.equals(watch.getKey());
		}
		boolean open = end.equals(Conversation.bytes("\0"));
		return order.compare(watch.getKey(), key) <= 0 && (open || order.compare(key, end) < 0);
	}

	private PutRequest.Builder put() {
		PutRequest.Builder put = PutRequest.newBuilder().setKey(key()).setPrevKv(chance(2));
		if (chance(10)) {
			put.setIgnoreValue(true);
		}
		else {
			put.setValue(value());
		}
		if (chance(10)) {
			put.setIgnoreLease(true);
		}
		else if (chance(3)) {
			put.setLease(lease());
		}
		return put;
	}

	private DeleteRangeRequest.Builder delete() {
		return DeleteRangeRequest.newBuilder().setKey(key()).setRangeEnd(end(3)).setPrevKv(chance(2));
	}

	private RangeRequest.Builder range() {
		RangeRequest.Builder range = RangeRequest.newBuilder()
			.setKey(key())
			.setRangeEnd(end(2))
			.setLimit(chance(3) ? this.random.nextInt(4) : 0)
			.setKeysOnly(chance(5))
			.setCountOnly(chance(8));
		if (chance(2)) {
			range.setRevision(Math.max(0, this.revision + 1 - this.random.nextInt(12)));
		}
		if (chance(4)) {
			range.setSortOrder(pick(List.of(SortOrder.NONE, SortOrder.ASCEND, SortOrder.DESCEND)))
				.setSortTarget(pick(List.of(SortTarget.KEY, SortTarget.CREATE, SortTarget.MOD)));
		}
		if (chance(5)) {
			range.setMinModRevision(this.revision - this.random.nextInt(10));
		}
		if (chance(5)) {
			range.setMaxCreateRevision(this.revision - this.random.nextInt(10));
		}
		return range;
	}

	/**
	 * Make up a transaction that etcd survives. Only a delete without an end may go with
	 * a put of what it deletes, and if that put keeps the value or the lease then etcd
	 * panics, since there is none any more.
	 * @return the transaction
	 */
	private TxnRequest survivableTransaction() {
		TxnRequest transaction = transaction(2).build();
		boolean isFatal = operations(transaction).anyMatch(RandomHistory::isDeleteWithoutEnd)
				&& operations(transaction).anyMatch(RandomHistory::keepsWhatWas);
		return isFatal ? survivableTransaction() : transaction;
	}

	private static Stream<RequestOp> operations(TxnRequest transaction) {
		return Stream.concat(transaction.getSuccessList().stream(), transaction.getFailureList().stream())
			.flatMap((operation) -> operation.hasRequestTxn() ? operations(operation.getRequestTxn())
					: Stream.of(operation));
	}

	private static boolean isDeleteWithoutEnd(RequestOp operation) {
		return operation.getRequestDeleteRange().getRangeEnd().equals(Conversation.all());
	}

	private static boolean keepsWhatWas(RequestOp operation) {
		return operation.getRequestPut().getIgnoreValue() || operation.getRequestPut().getIgnoreLease();
	}

	private TxnRequest.Builder transaction(int depth) {
		TxnRequest.Builder transaction = TxnRequest.newBuilder();
		IntStream.range(0, this.random.nextInt(3)).forEach((i) -> transaction.addCompare(compare()));
		IntStream.range(0, this.random.nextInt(4)).forEach((i) -> transaction.addSuccess(operation(depth)));
		IntStream.range(0, this.random.nextInt(4)).forEach((i) -> transaction.addFailure(operation(depth)));
		return transaction;
	}

	private RequestOp.Builder operation(int depth) {
		RequestOp.Builder operation = RequestOp.newBuilder();
		return switch (this.random.nextInt((depth > 0) ? 6 : 5)) {
			case 0, 1, 2 -> operation.setRequestPut(put());
			case 3 -> operation.setRequestDeleteRange(delete());
			case 4 -> operation.setRequestRange(range());
			default -> operation.setRequestTxn(transaction(depth - 1));
		};
	}

	private Compare.Builder compare() {
		Compare.Builder compare = Compare.newBuilder()
			.setKey(key())
			.setResult(pick(
					List.of(CompareResult.EQUAL, CompareResult.NOT_EQUAL, CompareResult.GREATER, CompareResult.LESS)))
			.setRangeEnd(end(4));
		return switch (this.random.nextInt(4)) {
			case 0 -> compare.setTarget(CompareTarget.VALUE).setValue(value());
			case 1 -> compare.setTarget(CompareTarget.VERSION).setVersion(this.random.nextInt(3));
			case 2 -> compare.setTarget(CompareTarget.CREATE).setCreateRevision(recent());
			default -> compare.setTarget(CompareTarget.MOD).setModRevision(recent());
		};
	}

	private long recent() {
		return chance(2) ? 0 : Math.max(0, this.revision - this.random.nextInt(6));
	}

	private long compaction() {
		return chance(5) ? this.revision + this.random.nextInt(3)
				: Math.max(1, this.revision - this.random.nextInt(30));
	}

	private ByteString key() {
		return Conversation.bytes(pick(KEYS));
	}

	private ByteString end(int rarity) {
		if (!chance(rarity)) {
			return ByteString.EMPTY;
		}
		return chance(3) ? Conversation.all() : key();
	}

	private ByteString value() {
		return Conversation.bytes(String.valueOf(this.random.nextInt(3)));
	}

	private long lease() {
		return pick(LEASES);
	}

	private boolean chance(int rarity) {
		return this.random.nextInt(rarity) == 0;
	}

	private <T> T pick(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
