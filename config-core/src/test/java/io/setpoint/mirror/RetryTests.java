package io.setpoint.mirror;

import io.setpoint.store.LeaderLostException;
import io.setpoint.store.NobodyListensException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link Retry} tells of an outage.
 */
@ExtendWith(OutputCaptureExtension.class)
class RetryTests {

	private static final String OUT_OF_REACH = "etcd:/a/ is out of reach, its last good state stays: ";

	private static final String OTHER_REASON = "etcd:/a/ is still out of reach, now for another reason: ";

	private static final String LIVE = "etcd:/a/ is live again";

	private static final StoreException UNHEARD = new NobodyListensException("nobody listens", null);

	private static final StoreException UNANSWERED = new StoreUnreachableException("no answer", null);

	private static final StoreException LEADERLESS = new LeaderLostException("no leader", null);

	private final Retry retry = new Retry(MirrorSettings.defaults(), () -> 0.5, () -> "etcd:/a/");

	private void fail(StoreException cause, int times) {
		for (int i = 0; i < times; i++) {
			this.retry.failed(cause);
		}
	}

	@Test
	void outageIsToldOnceAndItsEndToo(CapturedOutput output) {
		fail(UNHEARD, 2);
		assertThat(output).isEmpty();
		fail(UNHEARD, 20);
		this.retry.succeeded();
		this.retry.succeeded();
		assertThat(output).containsOnlyOnce(OUT_OF_REACH + "nobody listens").containsOnlyOnce(LIVE);
		assertThat(output.getAll().lines()).hasSize(2);
	}

	@Test
	void outageWhenItIsOverAfterAMomentIsNotTold(CapturedOutput output) {
		fail(UNHEARD, 2);
		this.retry.succeeded();
		assertThat(output).isEmpty();
	}

	@Test
	void outageWhenItWasToldAlreadyIsNotToldAgainButItsEndIs(CapturedOutput output) {
		this.retry.told(UNHEARD);
		fail(UNHEARD, 20);
		assertThat(output).isEmpty();
		this.retry.succeeded();
		assertThat(output).containsOnlyOnce(LIVE);
		fail(UNHEARD, 3);
		assertThat(output).containsOnlyOnce(OUT_OF_REACH + "nobody listens");
	}

	@Test
	void outageWhenItWasToldAlreadyAndIsOverAtOnceTellsItsEnd(CapturedOutput output) {
		this.retry.told(UNHEARD);
		this.retry.succeeded();
		assertThat(output).containsOnlyOnce(LIVE);
	}

	@Test
	void outageWhenItsReasonBecomesAnotherOneTellsThat(CapturedOutput output) {
		this.retry.told(UNHEARD);
		fail(UNHEARD, 1);
		fail(LEADERLESS, 2);
		assertThat(output).isEmpty();
		fail(LEADERLESS, 20);
		assertThat(output).containsOnlyOnce(OTHER_REASON + "no leader");
		fail(UNHEARD, 3);
		assertThat(output).containsOnlyOnce(OTHER_REASON + "nobody listens");
	}

	@Test
	void outageWhenItIsSeenInAnotherWayIsNotToldAgain(CapturedOutput output) {
		this.retry.told(UNHEARD);
		fail(UNANSWERED, 20);
		fail(UNHEARD, 20);
		assertThat(output).isEmpty();
	}

	@Test
	void outageWhenMembersFailByTurnsIsToldOnce(CapturedOutput output) {
		for (int i = 0; i < 20; i++) {
			fail(UNHEARD, 1);
			fail(LEADERLESS, 1);
		}
		assertThat(output).containsOnlyOnce(OUT_OF_REACH + "nobody listens").doesNotContain(OTHER_REASON);
	}

}
