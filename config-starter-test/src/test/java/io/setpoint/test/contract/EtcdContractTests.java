package io.setpoint.test.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.Event.EventType;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeRequest.SortOrder;
import io.etcd.jetcd.api.RangeRequest.SortTarget;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchCancelRequest;
import io.etcd.jetcd.api.WatchCreateRequest.FilterType;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdCallException;
import io.setpoint.test.EtcdClient;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.Gateways;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What clients of etcd rely on: what is expected is so with a real one, and the one in
 * the JVM passes all of it.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("etcds")
class EtcdContractTests {

	private static final int LIMIT = 128;

	private final Etcd server;

	private Conversation etcd;

	EtcdContractTests(Etcd server) {
		this.server = server;
	}

	static Stream<Etcd> etcds() {
		return Stream.<Supplier<Etcd>>of(EtcdInMemory::start, EtcdServer::start).map(Supplier::get);
	}

	@BeforeEach
	void connect() {
		this.server.wipe();
		this.etcd = Conversation.with(endpoint());
	}

	private String endpoint() {
		return this.server.endpoints().get(0);
	}

	@AfterEach
	void disconnect() {
		this.etcd.close();
	}

	@Test
	void putWhenKeyIsNewCreatesIt() {
		long before = this.etcd.revision();
		PutResponse answer = this.etcd.put("a", "1");
		assertThat(answer.getHeader().getRevision()).isEqualTo(before + 1);
		assertThat(answer.hasPrevKv()).isFalse();
		KeyValue keyValue = this.etcd.get("a").getKvs(0);
		assertThat(keyValue.getValue()).isEqualTo(Conversation.bytes("1"));
		assertThat(keyValue.getVersion()).isEqualTo(1);
		assertThat(keyValue.getCreateRevision()).isEqualTo(before + 1);
		assertThat(keyValue.getModRevision()).isEqualTo(before + 1);
	}

	@Test
	void putWhenKeyExistsKeepsItsCreation() {
		long created = this.etcd.put("a", "1").getHeader().getRevision();
		PutResponse answer = this.etcd.keys().put(Conversation.putOf("a", "2").setPrevKv(true).build());
		assertThat(answer.getPrevKv().getValue()).isEqualTo(Conversation.bytes("1"));
		KeyValue keyValue = this.etcd.get("a").getKvs(0);
		assertThat(keyValue.getVersion()).isEqualTo(2);
		assertThat(keyValue.getCreateRevision()).isEqualTo(created);
		assertThat(keyValue.getModRevision()).isEqualTo(created + 1);
	}

	@Test
	void putWhenKeyWasDeletedBeginsAnew() {
		this.etcd.put("a", "1");
		this.etcd.delete("a");
		long created = this.etcd.put("a", "2").getHeader().getRevision();
		KeyValue keyValue = this.etcd.get("a").getKvs(0);
		assertThat(keyValue.getVersion()).isEqualTo(1);
		assertThat(keyValue.getCreateRevision()).isEqualTo(created);
	}

	@Test
	void putWhenNothingIsToBeChangedKeepsValueAndLease() {
		long lease = grant(600);
		this.etcd.keys().put(Conversation.putOf("a", "1").setLease(lease).build());
		this.etcd.keys().put(Conversation.putOf("a", "").setIgnoreValue(true).setIgnoreLease(true).build());
		KeyValue keyValue = this.etcd.get("a").getKvs(0);
		assertThat(keyValue.getValue()).isEqualTo(Conversation.bytes("1"));
		assertThat(keyValue.getLease()).isEqualTo(lease);
		assertThat(keyValue.getVersion()).isEqualTo(2);
	}

	@Test
	void putWhenRequestIsWrongIsRefused() {
		assertThat(Conversation.refusal(() -> this.etcd.put("", "1")))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: key is not provided");
		assertThat(Conversation
			.refusal(() -> this.etcd.keys().put(Conversation.putOf("none", "").setIgnoreValue(true).build())))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: key not found");
		assertThat(Conversation
			.refusal(() -> this.etcd.keys().put(Conversation.putOf("a", "1").setIgnoreValue(true).build())))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: value is provided");
		assertThat(Conversation
			.refusal(() -> this.etcd.keys().put(Conversation.putOf("a", "1").setIgnoreLease(true).setLease(7).build())))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: lease is provided");
		assertThat(Conversation.refusal(() -> this.etcd.keys().put(Conversation.putOf("a", "1").setLease(7).build())))
			.isEqualTo("NOT_FOUND: etcdserver: requested lease not found");
	}

	@Test
	void putWhenRequestIsTooLargeIsRefused() {
		assertThat(Conversation.refusal(() -> this.etcd.put("a", "x".repeat(1_600_000))))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: request is too large");
		assertThat(Conversation.refusal(() -> this.etcd.put("a", "x".repeat(3_000_000))))
			.startsWith("RESOURCE_EXHAUSTED: ");
		assertThat(Conversation.refusal(() -> this.etcd.put("a", "x".repeat(1_500_000)))).isEqualTo("not refused");
	}

	@Test
	void rangeWhenThereIsAnEndReadsUpToIt() {
		putAll("a", "b", "c", "d");
		assertThat(keys(range("b", "d"))).containsExactly("b", "c");
		assertThat(keys(range("b", "b"))).isEmpty();
		assertThat(keys(range("c", "a"))).isEmpty();
		assertThat(keys(
				this.etcd.range((request) -> request.setKey(Conversation.bytes("c")).setRangeEnd(Conversation.all()))))
			.containsExactly("c", "d");
		assertThat(
				keys(this.etcd.range((request) -> request.setKey(Conversation.all()).setRangeEnd(Conversation.all()))))
			.containsExactly("a", "b", "c", "d");
	}

	@Test
	void rangeWhenKeysAreNoTextOrdersThemByTheirBytes() {
		ByteString high = ByteString.copyFrom(new byte[] { (byte) 0xff, 1 });
		ByteString low = ByteString.copyFrom(new byte[] { 0x7f });
		for (ByteString key : List.of(high, low)) {
			this.etcd.keys().put(Conversation.putOf("", "1").setKey(key).build());
		}
		RangeResponse answer = this.etcd
			.range((request) -> request.setKey(Conversation.all()).setRangeEnd(Conversation.all()));
		assertThat(answer.getKvsList()).extracting(KeyValue::getKey).containsExactly(low, high);
	}

	@Test
	void rangeWhenLimitedSaysThatThereIsMore() {
		putAll("a", "b", "c");
		RangeResponse two = this.etcd.range(
				(request) -> request.setKey(Conversation.bytes("a")).setRangeEnd(Conversation.bytes("z")).setLimit(2));
		assertThat(keys(two)).containsExactly("a", "b");
		assertThat(two.getMore()).isTrue();
		assertThat(two.getCount()).isEqualTo(3);
		RangeResponse three = this.etcd.range(
				(request) -> request.setKey(Conversation.bytes("a")).setRangeEnd(Conversation.bytes("z")).setLimit(3));
		assertThat(three.getMore()).isFalse();
	}

	@Test
	void rangeWhenOnlyKeysOrCountAreWantedGivesNoMore() {
		putAll("a", "b");
		RangeResponse keysOnly = this.etcd.range((request) -> request.setKey(Conversation.bytes("a"))
			.setRangeEnd(Conversation.bytes("z"))
			.setKeysOnly(true));
		assertThat(keysOnly.getKvsList()).allMatch((keyValue) -> keyValue.getValue().isEmpty())
			.allMatch((keyValue) -> keyValue.getModRevision() > 0);
		RangeResponse countOnly = this.etcd.range((request) -> request.setKey(Conversation.bytes("a"))
			.setRangeEnd(Conversation.bytes("z"))
			.setCountOnly(true));
		assertThat(countOnly.getKvsCount()).isZero();
		assertThat(countOnly.getCount()).isEqualTo(2);
	}

	@Test
	void rangeWhenSortedOrdersByTheTarget() {
		this.etcd.put("a", "3");
		this.etcd.put("b", "1");
		this.etcd.put("c", "2");
		this.etcd.put("a", "3");
		assertThat(sorted(SortTarget.KEY, SortOrder.DESCEND)).containsExactly("c", "b", "a");
		assertThat(sorted(SortTarget.VALUE, SortOrder.NONE)).containsExactly("b", "c", "a");
		assertThat(sorted(SortTarget.VERSION, SortOrder.DESCEND).get(0)).isEqualTo("a");
		assertThat(sorted(SortTarget.CREATE, SortOrder.ASCEND)).containsExactly("a", "b", "c");
		assertThat(sorted(SortTarget.MOD, SortOrder.DESCEND)).containsExactly("a", "c", "b");
	}

	@Test
	void rangeWhenLimitedAndSortedWithoutAnOrderSortsTheFirstAndOneMore() {
		this.etcd.put("c", "1");
		this.etcd.put("b", "1");
		this.etcd.put("a", "1");
		assertThat(keys(this.etcd.range((request) -> sorted(request, SortTarget.CREATE, SortOrder.NONE).setLimit(1))))
			.containsExactly("b");
		assertThat(keys(this.etcd.range((request) -> sorted(request, SortTarget.CREATE, SortOrder.ASCEND).setLimit(1))))
			.containsExactly("c");
		assertThat(keys(this.etcd
			.range((request) -> sorted(request, SortTarget.CREATE, SortOrder.NONE).setLimit(1).setMinModRevision(1))))
			.containsExactly("c");
		assertThat(keys(this.etcd
			.range((request) -> sorted(request, SortTarget.CREATE, SortOrder.NONE).setLimit(Long.MAX_VALUE))))
			.containsExactly("c", "b", "a");
	}

	@Test
	void rangeWhenRevisionsAreBoundedFiltersButCountsAll() {
		long first = this.etcd.put("a", "1").getHeader().getRevision();
		this.etcd.put("b", "1");
		this.etcd.put("c", "1");
		RangeResponse answer = this.etcd.range((request) -> request.setKey(Conversation.bytes("a"))
			.setRangeEnd(Conversation.bytes("z"))
			.setMinModRevision(first + 1)
			.setMaxCreateRevision(first + 1));
		assertThat(keys(answer)).containsExactly("b");
		assertThat(answer.getCount()).isEqualTo(3);
	}

	@Test
	void rangeWhenRevisionIsGivenReadsThePast() {
		long first = this.etcd.put("a", "1").getHeader().getRevision();
		this.etcd.put("a", "2");
		this.etcd.delete("a");
		assertThat(at(first).getKvs(0).getValue()).isEqualTo(Conversation.bytes("1"));
		assertThat(at(first + 1).getKvs(0).getValue()).isEqualTo(Conversation.bytes("2"));
		assertThat(at(first + 2).getKvsCount()).isZero();
		assertThat(at(first).getHeader().getRevision()).isEqualTo(first + 2);
		assertThat(at(first - 1).getKvsCount()).isZero();
	}

	@Test
	void rangeWhenRevisionCannotBeReadIsRefused() {
		long first = this.etcd.put("a", "1").getHeader().getRevision();
		this.etcd.put("a", "2");
		compact(first + 1);
		assertThat(Conversation.refusal(() -> at(first)))
			.isEqualTo("OUT_OF_RANGE: etcdserver: mvcc: required revision has been compacted");
		assertThat(Conversation.refusal(() -> at(first + 5)))
			.isEqualTo("OUT_OF_RANGE: etcdserver: mvcc: required revision is a future revision");
		assertThat(at(first + 1).getKvs(0).getValue()).isEqualTo(Conversation.bytes("2"));
	}

	@Test
	void rangeWhenKeyIsEmptyIsRefused() {
		assertThat(Conversation.refusal(() -> this.etcd.get("")))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: key is not provided");
	}

	@Test
	void deleteWhenThereIsSomethingTakesOneRevision() {
		putAll("a", "b", "c");
		long before = this.etcd.revision();
		DeleteRangeResponse answer = this.etcd.keys()
			.deleteRange(DeleteRangeRequest.newBuilder()
				.setKey(Conversation.bytes("a"))
				.setRangeEnd(Conversation.bytes("c"))
				.setPrevKv(true)
				.build());
		assertThat(answer.getDeleted()).isEqualTo(2);
		assertThat(answer.getPrevKvsList()).extracting((keyValue) -> keyValue.getKey().toStringUtf8())
			.containsExactly("a", "b");
		assertThat(answer.getHeader().getRevision()).isEqualTo(before + 1);
	}

	@Test
	void deleteWhenThereIsNothingTakesNoRevision() {
		long before = this.etcd.revision();
		assertThat(this.etcd.delete("none").getHeader().getRevision()).isEqualTo(before);
		assertThat(Conversation.refusal(() -> this.etcd.delete("")))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: key is not provided");
	}

	@Test
	void txnWhenConditionsHoldDoesAllInOneRevision() {
		this.etcd.put("a", "1");
		long before = this.etcd.revision();
		TxnResponse answer = this.etcd.keys()
			.txn(TxnRequest.newBuilder()
				.addCompare(Conversation.compare("a")
					.setTarget(CompareTarget.VALUE)
					.setResult(CompareResult.EQUAL)
					.setValue(Conversation.bytes("1")))
				.addSuccess(Conversation.range("a", ""))
				.addSuccess(Conversation.put(Conversation.putOf("b", "2").setPrevKv(true)))
				.addSuccess(Conversation.range("a", "z"))
				.addSuccess(Conversation.delete("a", ""))
				.addSuccess(Conversation.range("a", "z"))
				.addFailure(Conversation.put(Conversation.putOf("c", "3")))
				.build());
		assertThat(answer.getSucceeded()).isTrue();
		assertThat(answer.getHeader().getRevision()).isEqualTo(before + 1);
		assertThat(keys(answer.getResponses(0).getResponseRange())).containsExactly("a");
		assertThat(keys(answer.getResponses(2).getResponseRange())).containsExactly("a", "b");
		assertThat(keys(answer.getResponses(4).getResponseRange())).containsExactly("b");
		assertThat(keys(range("a", "z"))).containsExactly("b");
		assertThat(this.etcd.get("b").getKvs(0).getModRevision()).isEqualTo(before + 1);
	}

	@Test
	void txnWhenOneConditionFailsDoesTheOther() {
		TxnResponse answer = this.etcd.keys()
			.txn(TxnRequest.newBuilder()
				.addCompare(Conversation.compare("none")
					.setTarget(CompareTarget.CREATE)
					.setResult(CompareResult.GREATER)
					.setCreateRevision(0))
				.addSuccess(Conversation.put(Conversation.putOf("a", "1")))
				.addFailure(Conversation.put(Conversation.putOf("b", "1")))
				.build());
		assertThat(answer.getSucceeded()).isFalse();
		assertThat(keys(range("a", "z"))).containsExactly("b");
	}

	@Test
	void txnWhenNothingIsWrittenTakesNoRevision() {
		long before = this.etcd.put("a", "1").getHeader().getRevision();
		TxnResponse answer = this.etcd.keys()
			.txn(TxnRequest.newBuilder()
				.addSuccess(Conversation.range("a", ""))
				.addSuccess(Conversation.delete("none", ""))
				.build());
		assertThat(answer.getHeader().getRevision()).isEqualTo(before);
	}

	@Test
	void txnComparesByEveryTargetAndResult() {
		this.etcd.put("a", "5");
		this.etcd.put("a", "5");
		long mod = this.etcd.revision();
		for (CompareResult result : List.of(CompareResult.EQUAL, CompareResult.NOT_EQUAL, CompareResult.GREATER,
				CompareResult.LESS)) {
			for (long offset : List.of(-1L, 0L, 1L)) {
				boolean expected = holds(result, Long.compare(0, offset));
				assertThat(holds(compare("a", result, CompareTarget.MOD).setModRevision(mod + offset)))
					.isEqualTo(expected);
				assertThat(holds(compare("a", result, CompareTarget.CREATE).setCreateRevision(mod - 1 + offset)))
					.isEqualTo(expected);
				assertThat(holds(compare("a", result, CompareTarget.VERSION).setVersion(2 + offset)))
					.isEqualTo(expected);
				assertThat(holds(
						compare("a", result, CompareTarget.VALUE).setValue(Conversation.bytes("" + (5 + offset)))))
					.isEqualTo(expected);
			}
		}
	}

	@Test
	void txnWhenComparedKeyIsMissingComparesWithNothing() {
		assertThat(holds(compare("none", CompareResult.EQUAL, CompareTarget.VERSION).setVersion(0))).isTrue();
		assertThat(holds(compare("none", CompareResult.EQUAL, CompareTarget.MOD).setModRevision(0))).isTrue();
		assertThat(holds(compare("none", CompareResult.EQUAL, CompareTarget.VALUE).setValue(ByteString.EMPTY)))
			.isFalse();
		assertThat(holds(compare("none", CompareResult.NOT_EQUAL, CompareTarget.VALUE).setValue(ByteString.EMPTY)))
			.isFalse();
	}

	@Test
	void txnWhenRangeIsComparedHoldsForAllOfIt() {
		putAll("a", "b");
		long mod = this.etcd.revision();
		assertThat(holds(compare("a", CompareResult.LESS, CompareTarget.MOD).setRangeEnd(Conversation.bytes("c"))
			.setModRevision(mod + 1))).isTrue();
		assertThat(holds(compare("a", CompareResult.LESS, CompareTarget.MOD).setRangeEnd(Conversation.bytes("c"))
			.setModRevision(mod))).isFalse();
	}

	@Test
	void txnWhenNestedDecidesBeforeAnythingIsWritten() {
		TxnRequest nested = TxnRequest.newBuilder()
			.addCompare(Conversation.compare("a")
				.setTarget(CompareTarget.VERSION)
				.setResult(CompareResult.EQUAL)
				.setVersion(0))
			.addSuccess(Conversation.put(Conversation.putOf("b", "seen before")))
			.addFailure(Conversation.put(Conversation.putOf("b", "seen after")))
			.build();
		TxnResponse answer = this.etcd.keys()
			.txn(TxnRequest.newBuilder()
				.addSuccess(Conversation.put(Conversation.putOf("a", "1")))
				.addSuccess(RequestOp.newBuilder().setRequestTxn(nested))
				.build());
		assertThat(answer.getResponses(1).getResponseTxn().getSucceeded()).isTrue();
		assertThat(this.etcd.get("b").getKvs(0).getValue()).isEqualTo(Conversation.bytes("seen before"));
		assertThat(this.etcd.get("b").getKvs(0).getModRevision())
			.isEqualTo(this.etcd.get("a").getKvs(0).getModRevision());
	}

	@Test
	void txnWhenRequestIsWrongIsRefused() {
		RequestOp put = Conversation.put(Conversation.putOf("a", "1"));
		assertThat(refusal(TxnRequest.newBuilder().addSuccess(put).addSuccess(put)))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: duplicate key given in txn request");
		assertThat(refusal(TxnRequest.newBuilder().addSuccess(Conversation.delete("a", "c")).addSuccess(put)))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: duplicate key given in txn request");
		assertThat(refusal(TxnRequest.newBuilder()
			.addAllSuccess(IntStream.rangeClosed(0, LIMIT).mapToObj((i) -> Conversation.range("k" + i, "")).toList())))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: too many operations in txn request");
		assertThat(refusal(TxnRequest.newBuilder().addSuccess(Conversation.range("", ""))))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: key is not provided");
		assertThat(refusal(TxnRequest.newBuilder().addCompare(Conversation.compare(""))))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: key is not provided");
		assertThat(refusal(
				TxnRequest.newBuilder().addSuccess(Conversation.put(Conversation.putOf("a", "1").setLease(12345)))))
			.isEqualTo("NOT_FOUND: etcdserver: requested lease not found");
		assertThat(keys(range("a", "z"))).isEmpty();
	}

	@Test
	void txnWhenNestedSidesPutTheSameKeyIsTaken() {
		TxnRequest nested = TxnRequest.newBuilder()
			.addSuccess(Conversation.put(Conversation.putOf("a", "1")))
			.addFailure(Conversation.put(Conversation.putOf("a", "2")))
			.build();
		RequestOp operation = RequestOp.newBuilder().setRequestTxn(nested).build();
		assertThat(refusal(TxnRequest.newBuilder().addSuccess(operation))).isEqualTo("not refused");
		assertThat(refusal(TxnRequest.newBuilder()
			.addSuccess(operation)
			.addSuccess(Conversation.put(Conversation.putOf("a", "3")))))
			.isEqualTo("INVALID_ARGUMENT: etcdserver: duplicate key given in txn request");
	}

	@Test
	void txnWhenItHasAllOperationsThatAreAllowedIsTaken() {
		TxnResponse answer = this.etcd.keys()
			.txn(TxnRequest.newBuilder()
				.addAllSuccess(IntStream.range(0, LIMIT)
					.mapToObj((i) -> Conversation.put(Conversation.putOf("k" + i, "1")))
					.toList())
				.build());
		assertThat(answer.getResponsesCount()).isEqualTo(LIMIT);
	}

	@Test
	void compactWhenRevisionIsWrongIsRefused() {
		this.etcd.put("a", "1");
		long revision = this.etcd.revision();
		compact(revision);
		assertThat(Conversation.refusal(() -> compact(revision)))
			.isEqualTo("OUT_OF_RANGE: etcdserver: mvcc: required revision has been compacted");
		assertThat(Conversation.refusal(() -> compact(revision + 1)))
			.isEqualTo("OUT_OF_RANGE: etcdserver: mvcc: required revision is a future revision");
	}

	@Test
	void watchWhenNothingIsSaidBeginsNow() {
		long before = this.etcd.put("a", "1").getHeader().getRevision();
		Conversation.Watching watching = this.etcd.watch();
		WatchResponse created = watching.create((request) -> request.setKey(Conversation.bytes("a")));
		assertThat(created.getCreated()).isTrue();
		assertThat(created.getWatchId()).isZero();
		assertThat(created.getHeader().getRevision()).isEqualTo(before);
		this.etcd.put("b", "1");
		this.etcd.put("a", "2");
		WatchResponse next = watching.next();
		assertThat(next.getHeader().getRevision()).isEqualTo(before + 2);
		assertThat(next.getEventsList()).hasSize(1);
		assertThat(next.getEvents(0).getKv().getValue()).isEqualTo(Conversation.bytes("2"));
		assertThat(next.getEvents(0).hasPrevKv()).isFalse();
	}

	@Test
	void watchWhenTransactionWritesSeveralKeysTellsThemTogether() {
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a")).setRangeEnd(Conversation.bytes("z")));
		this.etcd.put("c", "0");
		watching.next();
		this.etcd.keys()
			.txn(TxnRequest.newBuilder()
				.addSuccess(Conversation.put(Conversation.putOf("b", "1")))
				.addSuccess(Conversation.delete("c", ""))
				.addSuccess(Conversation.put(Conversation.putOf("a", "1")))
				.build());
		WatchResponse next = watching.next();
		assertThat(next.getEventsList()).extracting((event) -> event.getType() + event.getKv().getKey().toStringUtf8())
			.containsExactly("PUTb", "DELETEc", "PUTa");
		assertThat(next.getEventsList()).extracting((event) -> event.getKv().getModRevision())
			.containsOnly(next.getHeader().getRevision());
	}

	@Test
	void watchWhenDeletedTellsTheKeyAndItsRevisionOnly() {
		this.etcd.put("a", "1");
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a")).setPrevKv(true));
		long revision = this.etcd.delete("a").getHeader().getRevision();
		Event event = watching.next().getEvents(0);
		assertThat(event.getType()).isEqualTo(EventType.DELETE);
		assertThat(event.getKv())
			.isEqualTo(KeyValue.newBuilder().setKey(Conversation.bytes("a")).setModRevision(revision).build());
		assertThat(event.getPrevKv().getValue()).isEqualTo(Conversation.bytes("1"));
	}

	@Test
	void watchWhenRevisionIsPastCatchesUp() {
		long first = this.etcd.put("a", "1").getHeader().getRevision();
		this.etcd.put("a", "2");
		this.etcd.delete("a");
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a")).setStartRevision(first).setPrevKv(true));
		List<Event> events = events(watching, 3);
		assertThat(events).extracting((event) -> event.getKv().getModRevision())
			.containsExactly(first, first + 1, first + 2);
		assertThat(events).extracting(Event::hasPrevKv).containsExactly(false, true, true);
		this.etcd.put("a", "3");
		assertThat(watching.next().getEvents(0).getKv().getValue()).isEqualTo(Conversation.bytes("3"));
	}

	@Test
	void watchWhenRevisionIsInTheFutureWaitsForIt() {
		long now = this.etcd.put("a", "0").getHeader().getRevision();
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a")).setStartRevision(now + 2));
		this.etcd.put("a", "1");
		this.etcd.put("a", "2");
		assertThat(watching.next().getEvents(0).getKv().getValue()).isEqualTo(Conversation.bytes("2"));
	}

	@Test
	void watchWhenRevisionIsCompactedIsCanceled() {
		long first = this.etcd.put("a", "1").getHeader().getRevision();
		this.etcd.put("a", "2");
		this.etcd.put("a", "3");
		compact(first + 2);
		Conversation.Watching watching = this.etcd.watch();
		WatchResponse created = watching
			.create((request) -> request.setKey(Conversation.bytes("a")).setStartRevision(first + 1));
		assertThat(created.getCreated()).isTrue();
		assertThat(created.getCanceled()).isFalse();
		WatchResponse canceled = watching.next();
		assertThat(canceled.getCanceled()).isTrue();
		assertThat(canceled.getCompactRevision()).isEqualTo(first + 2);
	}

	@Test
	void watchWhenRevisionIsTheCompactedOneGoesOn() {
		this.etcd.put("a", "1");
		long second = this.etcd.put("a", "2").getHeader().getRevision();
		compact(second);
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a")).setStartRevision(second));
		this.etcd.put("a", "3");
		assertThat(events(watching, 2)).extracting((event) -> event.getKv().getValue().toStringUtf8())
			.containsExactly("2", "3");
	}

	@Test
	void watchWhenFilteredTellsTheRest() {
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a")).addFilters(FilterType.NOPUT));
		watching.create((request) -> request.setKey(Conversation.bytes("a")).addFilters(FilterType.NODELETE));
		this.etcd.put("a", "1");
		this.etcd.delete("a");
		WatchResponse put = watching.next();
		WatchResponse delete = watching.next();
		assertThat(put.getWatchId()).isEqualTo(1);
		assertThat(put.getEvents(0).getType()).isEqualTo(EventType.PUT);
		assertThat(delete.getWatchId()).isZero();
		assertThat(delete.getEvents(0).getType()).isEqualTo(EventType.DELETE);
	}

	@Test
	void watchWhenKeyIsEmptyWatchesFromTheSmallestOn() {
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setRangeEnd(Conversation.all()));
		this.etcd.put("a", "1");
		assertThat(watching.next().getEvents(0).getKv().getKey()).isEqualTo(Conversation.bytes("a"));
	}

	@Test
	void watchWhenRangeIsEmptyIsRefused() {
		WatchResponse answer = this.etcd.watch()
			.create((request) -> request.setKey(Conversation.bytes("b")).setRangeEnd(Conversation.bytes("a")));
		assertThat(answer.getWatchId()).isEqualTo(-1);
		assertThat(answer.getCreated()).isTrue();
		assertThat(answer.getCanceled()).isTrue();
		assertThat(answer.getCancelReason()).isEqualTo("mvcc: watcher range is empty");
	}

	@Test
	void watchWhenCanceledSaysSoAndTellsNoMore() {
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a")));
		watching.create((request) -> request.setKey(Conversation.bytes("a")));
		watching.requests()
			.onNext(WatchRequest.newBuilder().setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(0)).build());
		WatchResponse canceled = watching.next();
		assertThat(canceled.getCanceled()).isTrue();
		assertThat(canceled.getWatchId()).isZero();
		this.etcd.put("a", "1");
		assertThat(watching.next().getWatchId()).isEqualTo(1);
		assertThat(watching.answers().rest()).isEmpty();
	}

	@Test
	void watchWhenProgressIsRequestedSaysHowFarItIs() {
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a")));
		long revision = this.etcd.put("b", "1").getHeader().getRevision();
		watching.requests()
			.onNext(WatchRequest.newBuilder().setProgressRequest(WatchProgressRequest.getDefaultInstance()).build());
		WatchResponse progress = watching.next();
		assertThat(progress.getWatchId()).isEqualTo(-1);
		assertThat(progress.getEventsCount()).isZero();
		assertThat(progress.getHeader().getRevision()).isEqualTo(revision);
	}

	@Test
	void watchWhenAnswerIsTooLargeFragmentsItForThoseWhoAsk() {
		Conversation.Watching watching = this.etcd.watch();
		long now = this.etcd.revision();
		for (int i = 0; i < 3; i++) {
			this.etcd.put("k" + i, "x".repeat(1_000_000));
		}
		UnknownFieldSet fragment = UnknownFieldSet.newBuilder()
			.addField(8, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
			.build();
		watching.create((request) -> request.setKey(Conversation.bytes("k"))
			.setRangeEnd(Conversation.bytes("l"))
			.setStartRevision(now + 1)
			.setUnknownFields(fragment));
		List<WatchResponse> answers = new ArrayList<>();
		while (answers.stream().mapToInt(WatchResponse::getEventsCount).sum() < 3) {
			answers.add(watching.next());
		}
		assertThat(answers.stream().map((answer) -> answer.getUnknownFields().hasField(7))).containsExactly(true,
				false);
	}

	@Test
	void leaseWhenGrantedLivesAsLongAsItSays() {
		LeaseGrantResponse granted = this.etcd.leases()
			.leaseGrant(LeaseGrantRequest.newBuilder().setTTL(600).setID(4711).build());
		assertThat(granted.getID()).isEqualTo(4711);
		assertThat(granted.getTTL()).isEqualTo(600);
		this.etcd.keys().put(Conversation.putOf("a", "1").setLease(4711).build());
		LeaseTimeToLiveResponse left = timeToLive(4711);
		assertThat(left.getGrantedTTL()).isEqualTo(600);
		assertThat(left.getTTL()).isBetween(500L, 600L);
		assertThat(left.getKeysList()).containsExactly(Conversation.bytes("a"));
		assertThat(this.etcd.keepAlive(4711).getTTL()).isEqualTo(600);
	}

	@Test
	void leaseWhenRevokedDeletesItsKeysInOneRevision() {
		long lease = grant(600);
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a"))
			.setRangeEnd(Conversation.bytes("z"))
			.addFilters(FilterType.NOPUT));
		for (String key : List.of("b", "a", "c")) {
			this.etcd.keys().put(Conversation.putOf(key, "1").setLease(lease).build());
		}
		this.etcd.put("c", "kept");
		long before = this.etcd.revision();
		this.etcd.leases().leaseRevoke(LeaseRevokeRequest.newBuilder().setID(lease).build());
		assertThat(watching.next().getEventsList()).extracting((event) -> event.getKv().getKey().toStringUtf8())
			.containsExactly("a", "b");
		assertThat(this.etcd.revision()).isEqualTo(before + 1);
		assertThat(keys(range("a", "z"))).containsExactly("c");
	}

	@Test
	void leaseWhenItExpiresDeletesItsKeys() {
		long lease = grant(1);
		Conversation.Watching watching = this.etcd.watch();
		watching.create((request) -> request.setKey(Conversation.bytes("a")).addFilters(FilterType.NOPUT));
		this.etcd.keys().put(Conversation.putOf("a", "1").setLease(lease).build());
		assertThat(watching.next().getEvents(0).getType()).isEqualTo(EventType.DELETE);
		assertThat(timeToLive(lease).getTTL()).isEqualTo(-1);
	}

	@Test
	void leaseWhenUnknownHasNoTimeToLive() {
		assertThat(timeToLive(99).getTTL()).isEqualTo(-1);
		assertThat(this.etcd.keepAlive(99).getTTL()).isZero();
		assertThat(Conversation
			.refusal(() -> this.etcd.leases().leaseRevoke(LeaseRevokeRequest.newBuilder().setID(99).build())))
			.isEqualTo("NOT_FOUND: etcdserver: requested lease not found");
	}

	@Test
	void leaseWhenRequestIsWrongIsRefused() {
		grantWithId(4712);
		assertThat(Conversation.refusal(() -> grantWithId(4712)))
			.isEqualTo("FAILED_PRECONDITION: etcdserver: lease already exists");
		assertThat(Conversation.refusal(
				() -> this.etcd.leases().leaseGrant(LeaseGrantRequest.newBuilder().setTTL(9_000_000_001L).build())))
			.isEqualTo("OUT_OF_RANGE: etcdserver: too large lease TTL");
	}

	@Test
	void statusAndMembersSayWhoAnswers() {
		assertThat(this.etcd.maintenance().status(StatusRequest.getDefaultInstance()).getVersion())
			.matches("3\\.\\d+\\.\\d+");
		assertThat(this.etcd.maintenance().status(StatusRequest.getDefaultInstance()).getLeader())
			.isEqualTo(this.etcd.get("a").getHeader().getMemberId());
		assertThat(this.etcd.cluster().memberList(MemberListRequest.getDefaultInstance()).getMembersList())
			.singleElement()
			.satisfies((member) -> assertThat(member.getClientURLsList()).containsExactly(endpoint()));
	}

	@Test
	void gatewayReadsAndWritesTheSameKeys() {
		EtcdClient gateway = Gateways.client(endpoint());
		long revision = gateway.put("a", "1");
		assertThat(this.etcd.get("a").getKvs(0).getModRevision()).isEqualTo(revision);
		gateway.txn((transaction) -> transaction.put("b", "2").delete("a"));
		assertThat(gateway.getAll("")).containsExactly(Map.entry("b", "2"));
		assertThat(gateway.entry("b")).satisfies((entry) -> assertThat(entry.modRevision()).isEqualTo(revision + 1));
		assertThat(gateway.deletePrefix("")).isEqualTo(revision + 2);
		assertThat(gateway.revision()).isEqualTo(revision + 2);
	}

	@Test
	void gatewaySaysWhatIsRefused() {
		EtcdClient gateway = Gateways.client(endpoint());
		assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> gateway.compact(1000))
			.withMessageEndingWith("etcdserver: mvcc: required revision is a future revision")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
		assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> gateway.call("/v3/nonsense", Map.of()))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(404));
	}

	@Test
	void gatewayGrantsLeases() {
		EtcdClient gateway = Gateways.client(endpoint());
		assertThat(gateway.call("/v3/lease/grant", Map.of("ID", 4713, "TTL", 600))).containsEntry("ID", "4713")
			.containsEntry("TTL", "600");
		assertThat(this.etcd.keepAlive(4713).getTTL()).isEqualTo(600);
	}

	private void putAll(String... keys) {
		for (String key : keys) {
			this.etcd.put(key, "1");
		}
	}

	private RangeResponse range(String key, String end) {
		return this.etcd
			.range((request) -> request.setKey(Conversation.bytes(key)).setRangeEnd(Conversation.bytes(end)));
	}

	private RangeResponse at(long revision) {
		return this.etcd.range((request) -> request.setKey(Conversation.bytes("a")).setRevision(revision));
	}

	private List<String> sorted(SortTarget target, SortOrder order) {
		return keys(this.etcd.range((request) -> sorted(request, target, order)));
	}

	private static RangeRequest.Builder sorted(RangeRequest.Builder request, SortTarget target, SortOrder order) {
		return request.setKey(Conversation.bytes("a"))
			.setRangeEnd(Conversation.bytes("z"))
			.setSortTarget(target)
			.setSortOrder(order);
	}

	private static List<String> keys(RangeResponse answer) {
		return answer.getKvsList().stream().map((keyValue) -> keyValue.getKey().toStringUtf8()).toList();
	}

	private void compact(long revision) {
		this.etcd.keys().compact(CompactionRequest.newBuilder().setRevision(revision).build());
	}

	private String refusal(TxnRequest.Builder request) {
		return Conversation.refusal(() -> this.etcd.keys().txn(request.build()));
	}

	private static Compare.Builder compare(String key, CompareResult result, CompareTarget target) {
		return Conversation.compare(key).setResult(result).setTarget(target);
	}

	private boolean holds(Compare.Builder compare) {
		return this.etcd.keys().txn(TxnRequest.newBuilder().addCompare(compare).build()).getSucceeded();
	}

	private static boolean holds(CompareResult result, int order) {
		return switch (result) {
			case EQUAL -> order == 0;
			case NOT_EQUAL -> order != 0;
			case GREATER -> order > 0;
			default -> order < 0;
		};
	}

	private long grant(long ttl) {
		return this.etcd.leases().leaseGrant(LeaseGrantRequest.newBuilder().setTTL(ttl).build()).getID();
	}

	private void grantWithId(long id) {
		this.etcd.leases().leaseGrant(LeaseGrantRequest.newBuilder().setTTL(600).setID(id).build());
	}

	private LeaseTimeToLiveResponse timeToLive(long lease) {
		return this.etcd.leases()
			.leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder().setID(lease).setKeys(true).build());
	}

	private static List<Event> events(Conversation.Watching watching, int count) {
		List<Event> events = new ArrayList<>();
		while (events.size() < count) {
			events.addAll(watching.next().getEventsList());
		}
		return events;
	}

}
