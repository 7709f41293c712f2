package io.setpoint.memory;

import java.util.function.Supplier;

import com.google.protobuf.Message;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;

/**
 * The calls of etcd that are one question and one answer. Each throws a
 * {@link io.grpc.StatusRuntimeException} with etcd's own code and text where etcd
 * refuses.
 */
final class Operations {

	/**
	 * What a request may weigh ({@code --max-request-bytes}).
	 */
	static final int MAX_REQUEST_BYTES = 3 * 512 * 1024;

	/**
	 * The version whose behaviour this is.
	 */
	static final String VERSION = "3.5.30";

	private final Engine engine;

	private final Supplier<String> endpoint;

	Operations(Engine engine, Supplier<String> endpoint) {
		this.engine = engine;
		this.endpoint = endpoint;
	}

	RangeResponse range(RangeRequest request) {
		return this.engine.call((engine) -> Reading.answer(request, engine.keys()).setHeader(engine.header()).build());
	}

	PutResponse put(PutRequest request) {
		checkSize(request);
		return this.engine.call((engine) -> engine.transactions().put(request).setHeader(engine.header()).build());
	}

	DeleteRangeResponse delete(DeleteRangeRequest request) {
		checkSize(request);
		return this.engine.call((engine) -> engine.transactions().delete(request).setHeader(engine.header()).build());
	}

	TxnResponse commit(TxnRequest request) {
		checkSize(request);
		return this.engine.call((engine) -> engine.transactions().commit(request).setHeader(engine.header()).build());
	}

	CompactionResponse compact(CompactionRequest request) {
		return this.engine.call((engine) -> {
			engine.keys().compact(request.getRevision());
			return CompactionResponse.newBuilder().setHeader(engine.header()).build();
		});
	}

	LeaseGrantResponse grant(LeaseGrantRequest request) {
		return this.engine.call((engine) -> {
			Leases.Lease lease = engine.leases().grant(request.getID(), request.getTTL());
			return LeaseGrantResponse.newBuilder()
				.setHeader(engine.header())
				.setID(lease.id())
				.setTTL(lease.ttl())
				.build();
		});
	}

	LeaseRevokeResponse revoke(LeaseRevokeRequest request) {
		return this.engine.call((engine) -> {
			engine.leases().revoke(request.getID(), engine.keys());
			return LeaseRevokeResponse.newBuilder().setHeader(engine.header()).build();
		});
	}

	/**
	 * Renew a lease. As in etcd one that does not exist is no failure: it has no time to
	 * live.
	 * @param request which lease
	 * @return its time to live
	 */
	LeaseKeepAliveResponse keepAlive(LeaseKeepAliveRequest request) {
		return this.engine.call((engine) -> {
			LeaseKeepAliveResponse.Builder answer = LeaseKeepAliveResponse.newBuilder()
				.setHeader(engine.header())
				.setID(request.getID());
			Leases.Lease lease = engine.leases().get(request.getID());
			if (lease != null) {
				lease.renew();
				answer.setTTL(lease.ttl());
			}
			return answer.build();
		});
	}

	LeaseTimeToLiveResponse timeToLive(LeaseTimeToLiveRequest request) {
		return this.engine.call((engine) -> {
			LeaseTimeToLiveResponse.Builder answer = LeaseTimeToLiveResponse.newBuilder()
				.setHeader(engine.header())
				.setID(request.getID())
				.setTTL(-1);
			Leases.Lease lease = engine.leases().get(request.getID());
			if (lease != null) {
				answer.setTTL(lease.remainingSeconds()).setGrantedTTL(lease.ttl());
				if (request.getKeys()) {
					answer.addAllKeys(lease.keys());
				}
			}
			return answer.build();
		});
	}

	StatusResponse status() {
		return this.engine.call((engine) -> StatusResponse.newBuilder()
			.setHeader(engine.header())
			.setVersion(VERSION)
			.setLeader(engine.identity().getMemberId())
			.setRaftTerm(engine.identity().getRaftTerm())
			.setRaftIndex(engine.keys().revision())
			.setRaftAppliedIndex(engine.keys().revision())
			.build());
	}

	MemberListResponse members() {
		return this.engine.call((engine) -> MemberListResponse.newBuilder()
			.setHeader(engine.header())
			.addMembers(Member.newBuilder()
				.setID(engine.identity().getMemberId())
				.setName("memory")
				.addClientURLs(this.endpoint.get()))
			.build());
	}

	private static void checkSize(Message request) {
		if (request.getSerializedSize() > MAX_REQUEST_BYTES) {
			throw Refusal.REQUEST_TOO_LARGE.exception();
		}
	}

}
