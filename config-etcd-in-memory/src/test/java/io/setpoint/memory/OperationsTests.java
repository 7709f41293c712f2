package io.setpoint.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Operations} as they are called without a server. What they share with
 * a real etcd is tested in the test starter.
 */
class OperationsTests {

	private final AtomicLong now = new AtomicLong();

	private final Operations etcd = new Operations(this.now::get);

	@Test
	void leaseExpiresWhenItIsLookedAt() {
		this.etcd.grant(LeaseGrantRequest.newBuilder().setID(7).setTTL(5).build());
		put("a", "1", 7);
		this.now.set(Duration.ofSeconds(5).toNanos());
		assertThat(get("a")).isEqualTo("1");
		this.etcd.expireLeases();
		assertThat(get("a")).isNull();
	}

	@Test
	void rewindGoesBackToTheKeysOfThen() {
		put("a", "1", 0);
		long then = put("b", "1", 0);
		put("a", "2", 0);
		put("c", "1", 0);
		this.etcd.rewind(then);
		assertThat(get("a")).isEqualTo("1");
		assertThat(get("b")).isEqualTo("1");
		assertThat(get("c")).isNull();
		assertThat(put("c", "2", 0)).isEqualTo(then + 1);
	}

	@Test
	void rewindLetsKeysGoWithTheirLeasesAgain() {
		this.etcd.grant(LeaseGrantRequest.newBuilder().setID(7).setTTL(5).build());
		long then = put("a", "1", 7);
		put("a", "2", 0);
		put("b", "1", 7);
		this.etcd.rewind(then);
		this.now.set(Duration.ofSeconds(5).toNanos());
		this.etcd.expireLeases();
		assertThat(get("a")).isNull();
		assertThat(put("c", "1", 0)).isEqualTo(then + 2);
	}

	@Test
	void watchIsToldBeforeTheWriteReturns() {
		List<WatchResponse> told = new ArrayList<>();
		StreamObserver<WatchRequest> requests = this.etcd.watch(into(told));
		requests.onNext(
				WatchRequest.newBuilder().setCreateRequest(WatchCreateRequest.newBuilder().setKey(bytes("a"))).build());
		put("a", "1", 0);
		assertThat(told).hasSize(2);
		assertThat(told.get(0).getCreated()).isTrue();
		assertThat(told.get(1).getEvents(0).getKv().getValue()).isEqualTo(bytes("1"));
		requests.onCompleted();
		put("a", "2", 0);
		assertThat(told).hasSize(2);
	}

	private static StreamObserver<WatchResponse> into(List<WatchResponse> told) {
		return new StreamObserver<>() {

			@Override
			public void onNext(WatchResponse answer) {
				told.add(answer);
			}

			@Override
			public void onError(Throwable failure) {
			}

			@Override
			public void onCompleted() {
			}

		};
	}

	private long put(String key, String value, long lease) {
		return this.etcd.put(PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)).setLease(lease).build())
			.getHeader()
			.getRevision();
	}

	private String get(String key) {
		RangeResponse answer = this.etcd.range(RangeRequest.newBuilder().setKey(bytes(key)).build());
		return (answer.getKvsCount() > 0) ? answer.getKvs(0).getValue().toStringUtf8() : null;
	}

	private static ByteString bytes(String text) {
		return ByteString.copyFromUtf8(text);
	}

}
