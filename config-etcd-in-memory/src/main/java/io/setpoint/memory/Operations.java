package io.setpoint.memory;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.google.protobuf.Message;
import io.etcd.jetcd.api.AlarmResponse;
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
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.StreamObserver;

/**
 * The calls of etcd, without a server and without threads: each is answered before it
 * returns, and throws a {@link io.grpc.StatusRuntimeException} with etcd's own code and
 * text where etcd refuses. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Operations {

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

	/**
	 * Create an etcd without keys that nobody serves, for who calls it by himself: for
	 * instance in virtual time.
	 * @param ticker nanoseconds that pass, by which leases expire when
	 * {@link #expireLeases()} is called
	 */
	public Operations(LongSupplier ticker) {
		this(new Engine(ResponseHeader.newBuilder().setClusterId(1).setMemberId(1).setRaftTerm(1).build(), ticker),
				() -> "");
	}

	Operations(Engine engine, Supplier<String> endpoint) {
		this.engine = engine;
		this.endpoint = endpoint;
	}

	/**
	 * Read keys.
	 * @param request which keys
	 * @return the keys
	 */
	public RangeResponse range(RangeRequest request) {
		return this.engine.call((engine) -> Reading.answer(request, engine.keys()).setHeader(engine.header()).build());
	}

	/**
	 * Put a value.
	 * @param request what to put
	 * @return the answer
	 */
	public PutResponse put(PutRequest request) {
		checkSize(request);
		return this.engine.call((engine) -> engine.transactions().put(request).setHeader(engine.header()).build());
	}

	/**
	 * Delete keys.
	 * @param request which keys
	 * @return the answer
	 */
	public DeleteRangeResponse delete(DeleteRangeRequest request) {
		checkSize(request);
		return this.engine.call((engine) -> engine.transactions().delete(request).setHeader(engine.header()).build());
	}

	/**
	 * Do a transaction.
	 * @param request the conditions and what to do
	 * @return the answer
	 */
	public TxnResponse commit(TxnRequest request) {
		checkSize(request);
		return this.engine.call((engine) -> engine.transactions().commit(request).setHeader(engine.header()).build());
	}

	/**
	 * Forget the history.
	 * @param request up to where
	 * @return the answer
	 */
	public CompactionResponse compact(CompactionRequest request) {
		return this.engine.call((engine) -> {
			engine.keys().compact(request.getRevision());
			return CompactionResponse.newBuilder().setHeader(engine.header()).build();
		});
	}

	/**
	 * Grant a lease.
	 * @param request the lease
	 * @return the lease
	 */
	public LeaseGrantResponse grant(LeaseGrantRequest request) {
		return this.engine.call((engine) -> {
			Leases.Lease lease = engine.leases().grant(request.getID(), request.getTTL());
			return LeaseGrantResponse.newBuilder()
				.setHeader(engine.header())
				.setID(lease.id())
				.setTTL(lease.ttl())
				.build();
		});
	}

	/**
	 * End a lease and delete its keys.
	 * @param request the lease
	 * @return the answer
	 */
	public LeaseRevokeResponse revoke(LeaseRevokeRequest request) {
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
	public LeaseKeepAliveResponse keepAlive(LeaseKeepAliveRequest request) {
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

	/**
	 * Tell what is left of a lease.
	 * @param request which lease
	 * @return what is left
	 */
	public LeaseTimeToLiveResponse timeToLive(LeaseTimeToLiveRequest request) {
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

	/**
	 * Open a stream of watches. What is told comes while others commit, under a lock:
	 * listeners hand it on and return.
	 * @param client told what happens
	 * @return takes the requests of the client
	 */
	public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> client) {
		return open(client);
	}

	WatchStream open(StreamObserver<WatchResponse> client) {
		return this.engine.call((engine) -> {
			WatchStream stream = new WatchStream(engine, client, MemoryServer.MAX_MESSAGE_BYTES);
			engine.watchers().add(stream);
			return stream;
		});
	}

	/**
	 * End the leases that have expired by now, each in a revision of its own.
	 */
	public void expireLeases() {
		this.engine.expireLeases();
	}

	/**
	 * Let all leases begin anew, as a leader does that was just elected.
	 */
	public void renewLeases() {
		this.engine.call((engine) -> {
			engine.leases().renewAll();
			return engine;
		});
	}

	/**
	 * Be as at an earlier revision, as an etcd is that was restored from a backup. Leases
	 * stay as they are, with the keys that are there again. Watches are told nothing.
	 * @param revision the revision, which is not compacted
	 */
	public void rewind(long revision) {
		this.engine.call((engine) -> {
			engine.keys().rewind(revision);
			engine.leases().attach(engine.keys());
			return engine;
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

	AlarmResponse alarms() {
		return this.engine.call((engine) -> AlarmResponse.newBuilder().setHeader(engine.header()).build());
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
