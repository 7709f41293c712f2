package io.setpoint.memory;

import java.util.List;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import org.jspecify.annotations.Nullable;

/**
 * Does the writes of requests, each request in one revision. As in etcd all conditions of
 * a transaction, those of nested ones too, are decided before anything is written.
 */
final class Transactions {

	private final Keyspace keys;

	private final Leases leases;

	Transactions(Keyspace keys, Leases leases) {
		this.keys = keys;
		this.leases = leases;
	}

	PutResponse.Builder put(PutRequest request) {
		TransactionCheck.check(request);
		checkLease(request);
		checkKey(request);
		Keyspace.Writing writing = this.keys.write();
		PutResponse.Builder answer = put(request, writing);
		writing.commit();
		return answer.clearHeader();
	}

	DeleteRangeResponse.Builder delete(DeleteRangeRequest request) {
		TransactionCheck.check(request);
		Keyspace.Writing writing = this.keys.write();
		DeleteRangeResponse.Builder answer = delete(request, writing);
		writing.commit();
		return answer.clearHeader();
	}

	TxnResponse.Builder commit(TxnRequest request) {
		TransactionCheck.check(request);
		Path path = decide(request);
		path.each((operation) -> {
			if (operation.hasRequestPut()) {
				checkKey(operation.getRequestPut());
				checkLease(operation.getRequestPut());
			}
		});
		path.each((operation) -> {
			if (operation.hasRequestRange()) {
				this.keys.checkReadable(operation.getRequestRange().getRevision());
			}
		});
		Keyspace.Writing writing = this.keys.write();
		TxnResponse.Builder answer = commit(path, writing);
		writing.commit();
		return answer.clearHeader();
	}

	private Path decide(TxnRequest request) {
		boolean succeeded = request.getCompareList()
			.stream()
			.allMatch((compare) -> Comparison.holds(compare, this.keys));
		List<RequestOp> operations = succeeded ? request.getSuccessList() : request.getFailureList();
		return new Path(succeeded,
				operations.stream()
					.map((operation) -> new Step(operation,
							operation.hasRequestTxn() ? decide(operation.getRequestTxn()) : null))
					.toList());
	}

	private void checkKey(PutRequest request) {
		if ((request.getIgnoreValue() || request.getIgnoreLease()) && this.keys.get(request.getKey()) == null) {
			throw Refusal.KEY_NOT_FOUND.exception();
		}
	}

	private void checkLease(PutRequest request) {
		if (request.getLease() != 0) {
			this.leases.require(request.getLease());
		}
	}

	private TxnResponse.Builder commit(Path path, Keyspace.Writing writing) {
		TxnResponse.Builder answer = TxnResponse.newBuilder()
			.setHeader(ResponseHeader.getDefaultInstance())
			.setSucceeded(path.succeeded);
		path.steps.forEach((step) -> answer.addResponses(commit(step, writing)));
		return answer;
	}

	private ResponseOp.Builder commit(Step step, Keyspace.Writing writing) {
		ResponseOp.Builder response = ResponseOp.newBuilder();
		if (step.nested != null) {
			return response.setResponseTxn(commit(step.nested, writing));
		}
		RequestOp operation = step.operation;
		return switch (operation.getRequestCase()) {
			case REQUEST_RANGE -> response.setResponseRange(range(operation, writing));
			case REQUEST_PUT -> response.setResponsePut(put(operation.getRequestPut(), writing));
			case REQUEST_DELETE_RANGE ->
				response.setResponseDeleteRange(delete(operation.getRequestDeleteRange(), writing));
			case REQUEST_TXN, REQUEST_NOT_SET -> throw Refusal.KEY_NOT_FOUND.exception();
		};
	}

	private RangeResponse.Builder range(RequestOp operation, Keyspace.Writing writing) {
		return Reading.answer(operation.getRequestRange(), this.keys).setHeader(header(writing.revision()));
	}

	private PutResponse.Builder put(PutRequest request, Keyspace.Writing writing) {
		KeyValue before = this.keys.get(request.getKey());
		ByteString value = (request.getIgnoreValue() && before != null) ? before.getValue() : request.getValue();
		long lease = (request.getIgnoreLease() && before != null) ? before.getLease() : request.getLease();
		writing.put(request.getKey(), value, lease);
		this.leases.attach(request.getKey(), before, lease);
		PutResponse.Builder answer = PutResponse.newBuilder().setHeader(header(writing.revision()));
		return (request.getPrevKv() && before != null) ? answer.setPrevKv(before) : answer;
	}

	private DeleteRangeResponse.Builder delete(DeleteRangeRequest request, Keyspace.Writing writing) {
		List<KeyValue> deleted = writing.delete(KeyRange.of(request.getKey(), request.getRangeEnd()));
		deleted.forEach((before) -> this.leases.attach(before.getKey(), before, 0));
		DeleteRangeResponse.Builder answer = DeleteRangeResponse.newBuilder()
			.setHeader(header(writing.revision()))
			.setDeleted(deleted.size());
		return request.getPrevKv() ? answer.addAllPrevKvs(deleted) : answer;
	}

	private static ResponseHeader header(long revision) {
		return ResponseHeader.newBuilder().setRevision(revision).build();
	}

	/**
	 * Which way a transaction goes.
	 *
	 * @param succeeded whether its conditions hold
	 * @param steps what is done
	 */
	private record Path(boolean succeeded, List<Step> steps) {

		/**
		 * Go through the operations, those of nested transactions where they stand.
		 * @param visitor is given each
		 */
		void each(Consumer<RequestOp> visitor) {
			this.steps.forEach((step) -> {
				if (step.nested != null) {
					step.nested.each(visitor);
				}
				else {
					visitor.accept(step.operation);
				}
			});
		}

	}

	/**
	 * One operation of a transaction.
	 *
	 * @param operation the operation
	 * @param nested which way it goes, if it is a transaction itself
	 */
	private record Step(RequestOp operation, @Nullable Path nested) {
	}

}
