package io.setpoint.store;

import java.util.List;
import java.util.concurrent.CompletionException;

import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Failures}.
 */
class FailuresTests {

	private final Failures failures = new Failures(EtcdConnection.to("http://a:1", "http://b:2").withUser("app", "pw"));

	@Test
	void translateWhenCompactedFindsTheRevision() {
		Status canceled = Failures.ofCanceledWatch(42, "etcdserver: mvcc: required revision has been compacted");
		assertThat(translate(canceled)).isInstanceOfSatisfying(RevisionCompactedException.class,
				(failure) -> assertThat(failure.getCompactRevision()).isEqualTo(42));
		assertThat(translate(
				Status.OUT_OF_RANGE.withDescription("etcdserver: mvcc: required revision has been compacted")))
			.isInstanceOf(RevisionCompactedException.class);
	}

	@Test
	void translateWhenRevisionIsInTheFutureSaysSo() {
		assertThat(translate(
				Status.OUT_OF_RANGE.withDescription("etcdserver: mvcc: required revision is a future revision")))
			.isInstanceOf(FutureRevisionException.class);
	}

	@Test
	void translateWhenWatchIsRefusedUnderstandsTheWordsOfEveryVersion() {
		assertThat(canceled("etcdserver: permission denied")).isInstanceOf(PermissionDeniedException.class);
		assertThat(canceled("rpc error: code = PermissionDenied desc = etcdserver: permission denied"))
			.isInstanceOf(PermissionDeniedException.class);
		assertThat(canceled("etcdserver: invalid auth token")).isInstanceOf(AuthenticationFailedException.class);
		assertThat(canceled("etcdserver: revision of auth store is old"))
			.isInstanceOf(AuthenticationFailedException.class);
		assertThat(canceled("etcdserver: user name is empty")).isInstanceOf(AuthenticationFailedException.class);
		assertThat(canceled("etcdserver: no leader")).isInstanceOf(LeaderLostException.class);
		assertThat(canceled("")).isExactlyInstanceOf(StoreException.class);
	}

	@Test
	void translateWhenMemberHasNoLeaderSaysSo() {
		assertThat(translate(Status.UNAVAILABLE.withDescription("etcdserver: no leader")))
			.isInstanceOf(LeaderLostException.class);
	}

	@Test
	void translateWhenLoginFailedTakesItsReason() {
		Status login = Status.INVALID_ARGUMENT
			.withDescription("etcdserver: authentication failed, invalid user ID or password");
		assertThat(translate(Status.UNAUTHENTICATED.withCause(login.asRuntimeException())))
			.isInstanceOf(AuthenticationFailedException.class)
			.hasMessage("etcd at http://a:1, http://b:2 does not know the user 'app' or refuses the password");
		assertThat(translate(Status.UNAUTHENTICATED.withCause(Status.UNAVAILABLE.asRuntimeException())))
			.isInstanceOf(StoreUnreachableException.class);
	}

	@Test
	void translateWhenAnswerIsTooLargeSaysSo() {
		assertThat(translate(
				Status.RESOURCE_EXHAUSTED.withDescription("gRPC message exceeds maximum size 67108864: 68000000")))
			.isInstanceOf(AnswerTooLargeException.class);
		assertThat(translate(Status.RESOURCE_EXHAUSTED.withDescription("etcdserver: too many requests")))
			.isExactlyInstanceOf(StoreException.class);
	}

	@Test
	void translateWhenRequestIsTooLargeDoesNotSpeakOfAnAnswer() {
		for (Status status : List.of(
				Status.RESOURCE_EXHAUSTED
					.withDescription("grpc: received message larger than max (2100000 vs. 2097152)"),
				Status.INVALID_ARGUMENT.withDescription("etcdserver: request is too large"))) {
			assertThat(translate(status)).isInstanceOf(RequestTooLargeException.class)
				.hasMessage("etcd at http://a:1, http://b:2 takes no request of this size (1.5 MiB, unless it is told"
						+ " otherwise): write less at once");
		}
	}

	@Test
	void translateWhenDeadlineHasPassedNamesEndpointsAndTime() {
		for (Status status : List.of(Status.DEADLINE_EXCEEDED.withDescription("CallOptions deadline exceeded"),
				Status.UNKNOWN.withDescription("context deadline exceeded"))) {
			assertThat(translate(status)).isInstanceOf(StoreUnreachableException.class)
				.hasMessage("No answer from etcd at http://a:1, http://b:2 within 5000 ms");
		}
	}

	@Test
	void lookupThatIsLateIsToldFromAPortThatNobodyListensAt() {
		assertThat(EtcdErrors.nobodyListens(new LateLookupException(), "etcd at http://a:1"))
			.isInstanceOf(NobodyListensException.class)
			.hasMessage("The host of etcd at http://a:1 is not looked up in time: check the name server, or write an"
					+ " address in 'setpoint.etcd.endpoints'");
	}

	@Test
	void translateWhenConnectionWasLostIsNoMatterOfTls() {
		assertThat(translate(Status.UNAVAILABLE.withDescription("Network closed for unknown reason")))
			.isExactlyInstanceOf(StoreUnreachableException.class)
			.hasMessage("etcd at http://a:1, http://b:2 is out of reach");
	}

	@Test
	void translateWhenFailureIsWrappedUnwrapsIt() {
		StoreException failure = new LeaderLostException("lost", null);
		assertThat(this.failures.translate(new CompletionException(new CompletionException(failure))))
			.isSameAs(failure);
		assertThat(this.failures.translate(
				EtcdExceptionFactory.newEtcdException(ErrorCode.PERMISSION_DENIED, "etcdserver: permission denied")))
			.isInstanceOf(PermissionDeniedException.class);
		assertThat(this.failures.translate(new IllegalStateException("?"))).isExactlyInstanceOf(StoreException.class);
	}

	private StoreException canceled(String reason) {
		return translate(Failures.ofCanceledWatch(0, reason));
	}

	private StoreException translate(Status status) {
		return this.failures.translate(status.asRuntimeException());
	}

}
