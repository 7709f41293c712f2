package io.setpoint.test.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;

import org.springframework.util.Assert;

/**
 * Talks to an etcd by its bare stubs, so that everything can be asked that the protocol
 * has.
 */
final class Conversation implements AutoCloseable {

	private static final ByteString OPEN_END = ByteString.copyFrom(new byte[] { 0 });

	private final ManagedChannel channel;

	private Conversation(ManagedChannel channel) {
		this.channel = channel;
	}

	static Conversation with(String endpoint) {
		return new Conversation(NettyChannelBuilder.forTarget(endpoint.replace("http://", "dns:///"))
			.usePlaintext()
			.maxInboundMessageSize(Integer.MAX_VALUE)
			.build());
	}

	KVGrpc.KVBlockingStub keys() {
		return KVGrpc.newBlockingStub(this.channel).withDeadlineAfter(20, TimeUnit.SECONDS).withWaitForReady();
	}

	LeaseGrpc.LeaseBlockingStub leases() {
		return LeaseGrpc.newBlockingStub(this.channel).withDeadlineAfter(20, TimeUnit.SECONDS).withWaitForReady();
	}

	MaintenanceGrpc.MaintenanceBlockingStub maintenance() {
		return MaintenanceGrpc.newBlockingStub(this.channel).withDeadlineAfter(20, TimeUnit.SECONDS).withWaitForReady();
	}

	ClusterGrpc.ClusterBlockingStub cluster() {
		return ClusterGrpc.newBlockingStub(this.channel).withDeadlineAfter(20, TimeUnit.SECONDS).withWaitForReady();
	}

	PutResponse put(String key, String value) {
		return keys().put(putOf(key, value).build());
	}

	DeleteRangeResponse delete(String key) {
		return keys().deleteRange(DeleteRangeRequest.newBuilder().setKey(bytes(key)).build());
	}

	RangeResponse range(Function<RangeRequest.Builder, RangeRequest.Builder> request) {
		return keys().range(request.apply(RangeRequest.newBuilder()).build());
	}

	RangeResponse get(String key) {
		return range((request) -> request.setKey(bytes(key)));
	}

	long revision() {
		return get("none").getHeader().getRevision();
	}

	/**
	 * Renew a lease once.
	 * @param lease the lease
	 * @return the answer
	 */
	LeaseKeepAliveResponse keepAlive(long lease) {
		Recording<LeaseKeepAliveResponse> recording = new Recording<>();
		StreamObserver<LeaseKeepAliveRequest> requests = LeaseGrpc.newStub(this.channel)
			.withWaitForReady()
			.leaseKeepAlive(recording);
		requests.onNext(LeaseKeepAliveRequest.newBuilder().setID(lease).build());
		LeaseKeepAliveResponse answer = recording.next();
		requests.onCompleted();
		return answer;
	}

	Watching watch() {
		Recording<WatchResponse> recording = new Recording<>();
		return new Watching(WatchGrpc.newStub(this.channel).withWaitForReady().watch(recording), recording);
	}

	/**
	 * Return how a call is refused.
	 * @param call the call
	 * @return code and text
	 */
	static String refusal(Runnable call) {
		try {
			call.run();
			return "not refused";
		}
		catch (StatusRuntimeException ex) {
			return ex.getStatus().getCode() + ": " + ex.getStatus().getDescription();
		}
	}

	static ByteString bytes(String text) {
		return ByteString.copyFrom(text, StandardCharsets.UTF_8);
	}

	static ByteString all() {
		return OPEN_END;
	}

	static PutRequest.Builder putOf(String key, String value) {
		return PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value));
	}

	static RequestOp put(PutRequest.Builder put) {
		return RequestOp.newBuilder().setRequestPut(put).build();
	}

	static RequestOp delete(String key, String end) {
		return RequestOp.newBuilder()
			.setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes(key)).setRangeEnd(bytes(end)))
			.build();
	}

	static RequestOp range(String key, String end) {
		return RequestOp.newBuilder()
			.setRequestRange(RangeRequest.newBuilder().setKey(bytes(key)).setRangeEnd(bytes(end)))
			.build();
	}

	static Compare.Builder compare(String key) {
		return Compare.newBuilder().setKey(bytes(key));
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
	}

	/**
	 * A stream of watches.
	 *
	 * @param requests what is asked
	 * @param answers what is answered
	 */
	record Watching(StreamObserver<WatchRequest> requests, Recording<WatchResponse> answers) {

		WatchResponse create(Function<WatchCreateRequest.Builder, WatchCreateRequest.Builder> request) {
			WatchCreateRequest.Builder create = request.apply(WatchCreateRequest.newBuilder());
			this.requests.onNext(WatchRequest.newBuilder().setCreateRequest(create).build());
			return this.answers.next();
		}

		WatchResponse next() {
			return this.answers.next();
		}

		void end() {
			this.requests.onError(Status.CANCELLED.asRuntimeException());
		}

	}

	/**
	 * What a stream has answered.
	 *
	 * @param <T> the answers' type
	 */
	static final class Recording<T> implements StreamObserver<T> {

		private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

		@Override
		public void onNext(T value) {
			this.heard.add(value);
		}

		@Override
		public void onError(Throwable failure) {
			this.heard.add(failure);
		}

		@Override
		public void onCompleted() {
			this.heard.add("completed");
		}

		@SuppressWarnings("unchecked")
		T next() {
			Object next = any();
			Assert.state(!(next instanceof Throwable) && !"completed".equals(next),
					() -> "The stream has ended: " + next);
			return (T) next;
		}

		Object any() {
			try {
				Object next = this.heard.poll(20, TimeUnit.SECONDS);
				Assert.state(next != null, "Nothing was heard for 20 s.");
				return next;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

		List<Object> rest() {
			List<Object> rest = new ArrayList<>();
			this.heard.drainTo(rest);
			return rest;
		}

	}

}
