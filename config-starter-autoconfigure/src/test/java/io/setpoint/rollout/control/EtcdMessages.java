package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.grpc.StatusRuntimeException;
import io.setpoint.store.Change;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.Header;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;

/**
 * The words of the store in those of etcd, and back.
 */
final class EtcdMessages {

	private static final ByteString ALL = ByteString.copyFrom(new byte[1]);

	private EtcdMessages() {
	}

	static RangeRequest range(String prefix, long revision) {
		return RangeRequest.newBuilder().setKey(start(prefix)).setRangeEnd(end(prefix)).setRevision(revision).build();
	}

	static WatchRequest watch(String prefix, long from) {
		return watch(start(prefix), end(prefix), from);
	}

	static WatchRequest watchOfAll() {
		return watch(ALL, ALL, 1);
	}

	private static WatchRequest watch(ByteString key, ByteString end, long from) {
		return WatchRequest.newBuilder()
			.setCreateRequest(WatchCreateRequest.newBuilder().setKey(key).setRangeEnd(end).setStartRevision(from))
			.build();
	}

	private static ByteString start(String prefix) {
		return bytes(prefix.endsWith("*") ? prefix.substring(0, prefix.length() - 1) : prefix);
	}

	/**
	 * A prefix ends in a slash, whose successor is the zero; so has the last letter of
	 * what ends in a star a successor; the rest is a key.
	 */
	private static ByteString end(String prefix) {
		if (!prefix.endsWith("/") && !prefix.endsWith("*")) {
			return ByteString.EMPTY;
		}
		byte[] end = start(prefix).toByteArray();
		end[end.length - 1]++;
		return ByteString.copyFrom(end);
	}

	static TxnRequest transaction(Transaction transaction) {
		TxnRequest.Builder request = TxnRequest.newBuilder();
		transaction.conditions().forEach((condition) -> request.addCompare(compare(condition)));
		transaction.writes().forEach((write) -> request.addSuccess(operation(write)));
		return request.build();
	}

	private static Compare compare(Transaction.Condition condition) {
		Compare.Builder compare = Compare.newBuilder().setKey(bytes(condition.key())).setResult(CompareResult.EQUAL);
		return (condition instanceof Transaction.Created created)
				? compare.setTarget(CompareTarget.CREATE).setCreateRevision(created.revision()).build()
				: compare.setTarget(CompareTarget.MOD)
					.setModRevision(((Transaction.Modified) condition).revision())
					.build();
	}

	private static RequestOp operation(Transaction.Write write) {
		RequestOp.Builder operation = RequestOp.newBuilder();
		return (write instanceof Transaction.Put put)
				? operation
					.setRequestPut(PutRequest.newBuilder()
						.setKey(bytes(put.key()))
						.setValue(ByteString.copyFrom(put.value()))
						.setLease(put.lease()))
					.build()
				: operation.setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes(write.key()))).build();
	}

	static KeyValue entry(io.etcd.jetcd.api.KeyValue entry) {
		return new KeyValue(entry.getKey().toStringUtf8(), entry.getValue().toByteArray(), entry.getCreateRevision(),
				entry.getModRevision());
	}

	static List<Change> changes(List<Event> events) {
		return events.stream().map(EtcdMessages::change).toList();
	}

	static Map<Long, List<Event>> byRevision(List<Event> events) {
		return events.stream()
			.collect(Collectors.groupingBy((event) -> event.getKv().getModRevision(), TreeMap::new,
					Collectors.toList()));
	}

	private static Change change(Event event) {
		return (event.getType() == Event.EventType.PUT) ? new Change.Put(entry(event.getKv()))
				: new Change.Delete(event.getKv().getKey().toStringUtf8(), event.getKv().getModRevision());
	}

	static Header header(ResponseHeader header) {
		return new Header(header.getClusterId(), header.getMemberId(), header.getRevision(), header.getRaftTerm());
	}

	static StoreException failure(StatusRuntimeException failure) {
		String reason = String.valueOf(failure.getStatus().getDescription());
		return reason.contains("future revision") ? new FutureRevisionException(reason, failure)
				: new StoreException(reason, failure);
	}

	private static ByteString bytes(String text) {
		return ByteString.copyFrom(text, StandardCharsets.UTF_8);
	}

}
