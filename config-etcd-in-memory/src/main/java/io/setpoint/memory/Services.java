package io.setpoint.memory;

import java.util.List;
import java.util.function.Supplier;

import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.BindableService;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * etcd's gRPC services. What is not overridden answers {@code UNIMPLEMENTED}.
 */
final class Services {

	private final Operations operations;

	Services(Operations operations) {
		this.operations = operations;
	}

	List<BindableService> all() {
		return List.of(new KeyValues(), new Watches(), new LeaseCalls(), new Cluster(), new Maintenance(), new Auth());
	}

	private static <T> void answer(StreamObserver<T> client, Supplier<T> answer) {
		T value;
		try {
			value = answer.get();
		}
		catch (StatusRuntimeException ex) {
			client.onError(ex);
			return;
		}
		client.onNext(value);
		client.onCompleted();
	}

	private final class KeyValues extends KVGrpc.KVImplBase {

		@Override
		public void range(RangeRequest request, StreamObserver<RangeResponse> client) {
			answer(client, () -> Services.this.operations.range(request));
		}

		@Override
		public void put(PutRequest request, StreamObserver<PutResponse> client) {
			answer(client, () -> Services.this.operations.put(request));
		}

		@Override
		public void deleteRange(DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> client) {
			answer(client, () -> Services.this.operations.delete(request));
		}

		@Override
		public void txn(TxnRequest request, StreamObserver<TxnResponse> client) {
			answer(client, () -> Services.this.operations.commit(request));
		}

		@Override
		public void compact(CompactionRequest request, StreamObserver<CompactionResponse> client) {
			answer(client, () -> Services.this.operations.compact(request));
		}

	}

	private final class Watches extends WatchGrpc.WatchImplBase {

		@Override
		public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> client) {
			WatchStream stream = Services.this.operations.open(client);
			((ServerCallStreamObserver<WatchResponse>) client).setOnCancelHandler(stream::end);
			return stream;
		}

	}

	private final class LeaseCalls extends LeaseGrpc.LeaseImplBase {

		@Override
		public void leaseGrant(LeaseGrantRequest request, StreamObserver<LeaseGrantResponse> client) {
			answer(client, () -> Services.this.operations.grant(request));
		}

		@Override
		public void leaseRevoke(LeaseRevokeRequest request, StreamObserver<LeaseRevokeResponse> client) {
			answer(client, () -> Services.this.operations.revoke(request));
		}

		@Override
		public void leaseTimeToLive(LeaseTimeToLiveRequest request, StreamObserver<LeaseTimeToLiveResponse> client) {
			answer(client, () -> Services.this.operations.timeToLive(request));
		}

		@Override
		public StreamObserver<LeaseKeepAliveRequest> leaseKeepAlive(StreamObserver<LeaseKeepAliveResponse> client) {
			((ServerCallStreamObserver<LeaseKeepAliveResponse>) client).setOnCancelHandler(() -> {
			});
			return new KeepAlives(client);
		}

	}

	/**
	 * One client that keeps leases alive.
	 */
	private final class KeepAlives implements StreamObserver<LeaseKeepAliveRequest> {

		private final StreamObserver<LeaseKeepAliveResponse> client;

		private KeepAlives(StreamObserver<LeaseKeepAliveResponse> client) {
			this.client = client;
		}

		@Override
		public void onNext(LeaseKeepAliveRequest request) {
			this.client.onNext(Services.this.operations.keepAlive(request));
		}

		@Override
		public void onError(Throwable failure) {
		}

		@Override
		public void onCompleted() {
			this.client.onCompleted();
		}

	}

	private final class Cluster extends ClusterGrpc.ClusterImplBase {

		@Override
		public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> client) {
			answer(client, Services.this.operations::members);
		}

	}

	private final class Maintenance extends MaintenanceGrpc.MaintenanceImplBase {

		@Override
		public void status(StatusRequest request, StreamObserver<StatusResponse> client) {
			answer(client, Services.this.operations::status);
		}

		@Override
		public void alarm(AlarmRequest request, StreamObserver<AlarmResponse> client) {
			answer(client, Services.this.operations::alarms);
		}

	}

	private static final class Auth extends AuthGrpc.AuthImplBase {

		@Override
		public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> client) {
			client.onError(Refusal.AUTHENTICATION_OFF.exception());
		}

	}

}
