package io.setpoint.test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Acceptance}.
 */
@EtcdTest
class AcceptanceTests {

	private static final Duration SHORT = Duration.ofMillis(20);

	private final EtcdServer etcd;

	AcceptanceTests(EtcdServer etcd) {
		this.etcd = etcd;
	}

	@Test
	void putWhenApplicationFollowsReturnsRevision() {
		long revision = Acceptance.of(this.etcd, this.etcd::revision).put("/a", "1");
		assertThat(revision).isEqualTo(this.etcd.revision());
		assertThat(this.etcd.get("/a")).isEqualTo("1");
	}

	@Test
	void awaitWhenApplicationIsBehindWaitsUntilItHasCaughtUp() {
		AtomicInteger asked = new AtomicInteger();
		Acceptance acceptance = Acceptance.of(this.etcd, () -> 10 + asked.incrementAndGet());
		assertThat(acceptance.await(15)).isEqualTo(15);
		assertThat(asked).hasValue(5);
	}

	@Test
	void putWhenApplicationStaysBehindNamesKeyAndRevisions() {
		AtomicLong revision = new AtomicLong(this.etcd.revision());
		long next = revision.get() + 1;
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Acceptance.of(this.etcd, revision::get).within(SHORT).put("/a", "secret"))
			.withMessage(
					"The application did not work off revision %d (the put of '/a') within 20 ms: it is at "
							+ "revision %d. Is the key in one of its locations, and is it connected to %s?",
					next, revision.get(), this.etcd.endpoint());
	}

	@Test
	void deleteWhenApplicationStaysBehindNamesKey() {
		this.etcd.put("/a", "1");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Acceptance.of(this.etcd, () -> 0).within(SHORT).delete("/a"))
			.withMessageContaining("(the delete of '/a')");
	}

	@Test
	void txnWhenApplicationStaysBehindNamesItsFirstKeys() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Acceptance.of(this.etcd, () -> 0)
				.within(SHORT)
				.txn((txn) -> txn.put("/a", "secret").delete("/b").deletePrefix("/c/").put("/d", "secret")))
			.withMessageContaining("(the transaction on [/a, /b, /c/] and 1 more)")
			.withMessageNotContaining("secret");
	}

}
