package io.setpoint.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.grpc.Status;

/**
 * Transactions and leases in the words of jetcd.
 */
final class Writes {

	private Writes() {
	}

	static Cmp comparison(Transaction.Condition condition) {
		CmpTarget<?> target = (condition instanceof Transaction.Created created)
				? CmpTarget.createRevision(created.revision())
				: CmpTarget.modRevision(((Transaction.Modified) condition).revision());
		return new Cmp(Keys.bytes(condition.key()), Cmp.Op.EQUAL, target);
	}

	static Op operation(Transaction.Write write) {
		ByteSequence key = Keys.bytes(write.key());
		return (write instanceof Transaction.Put put)
				? Op.put(key, ByteSequence.from(put.value()), PutOption.builder().withLeaseId(put.lease()).build())
				: Op.delete(key, DeleteOption.DEFAULT);
	}

	/**
	 * Give a stream's answer a deadline. To complete it ends the stream.
	 * @param answer the answer
	 * @param limit how long it may take
	 * @param <T> its type
	 * @return the answer
	 */
	static <T> CompletableFuture<T> limit(CompletableFuture<T> answer, Duration limit) {
		answer.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
			if (failure instanceof TimeoutException) {
				answer.completeExceptionally(Status.DEADLINE_EXCEEDED.withCause(failure).asRuntimeException());
			}
		});
		return answer;
	}

	static boolean isNotFound(Throwable failure) {
		Throwable cause = Causes.unwrap(failure);
		if (cause instanceof EtcdException exception) {
			return exception.getErrorCode() == ErrorCode.NOT_FOUND;
		}
		return Status.fromThrowable(cause).getCode() == Status.Code.NOT_FOUND;
	}

}
