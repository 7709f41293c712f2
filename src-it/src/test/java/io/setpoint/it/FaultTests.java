package io.setpoint.it;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import io.setpoint.it.Shop.Left;
import io.setpoint.it.Shop.Pricing;
import io.setpoint.it.Shop.Right;
import io.setpoint.it.Shop.Text;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.test.EtcdBackup;
import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTest;
import io.setpoint.test.TcpRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a running application does when its one etcd, or the link to it, fails.
 */
@EtcdTest
class FaultTests {

	private static final String PREFIX = "/config/shop/";

	private final EtcdServer etcd;

	private final TcpRelay relay;

	private Application application;

	FaultTests(EtcdServer etcd) {
		this.etcd = etcd;
		this.relay = etcd.relay();
	}

	@BeforeEach
	void start() {
		if (!this.etcd.isRunning()) {
			this.etcd.restart();
		}
		this.relay.pass();
		this.etcd.deletePrefix("");
		this.etcd.txn((transaction) -> transaction.put(PREFIX + "pricing/discount", "1")
			.put(PREFIX + "left/counter", "1")
			.put(PREFIX + "right/counter", "1"));
		this.application = Launch.of(Shop.class)
			.etcd(this.etcd.relayedEndpoint())
			.imports("etcd:" + PREFIX)
			.with("setpoint.config.startup-timeout=60s")
			.run();
		this.application.awaitAll(State.LIVE);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private int discount() {
		return this.application.get(Pricing.class).discount();
	}

	private void putDiscount(int value) {
		this.etcd.put(PREFIX + "pricing/discount", String.valueOf(value));
	}

	private void awaitDiscount(int value) {
		Application.await("discount " + value, () -> discount() == value);
	}

	private MirrorStatus status() {
		return this.application.statuses().get(PREFIX);
	}

	@Test
	void serverThatIsKilledAndRestartedIsFollowedAgainWithNothingLost() {
		this.etcd.kill();
		assertThat(discount()).isEqualTo(1);
		this.etcd.restart();
		putDiscount(2);
		this.etcd.delete(PREFIX + "left/counter");
		awaitDiscount(2);
		Application.await("delete", () -> this.application.get(Left.class).counter() == 0);
		this.application.awaitAll(State.LIVE);
	}

	@Test
	void serverThatIsFrozenIsNoticedAndFollowedAgain() {
		this.etcd.freeze();
		Application.await("silence", () -> status().failure() != null);
		assertThat(discount()).isEqualTo(1);
		this.etcd.thaw();
		putDiscount(3);
		awaitDiscount(3);
	}

	@Test
	void blackHoleIsFoundAndStaleAndFollowedAgain() {
		this.relay.blackHole();
		Instant cut = Instant.now();
		Application.await("found", () -> status().failure() != null);
		Application.await("stale", () -> status().state() == State.STALE);
		assertThat(status().since()).isBefore(cut.plusSeconds(2));
		assertThat(discount()).isEqualTo(1);
		putDiscount(4);
		this.relay.pass();
		awaitDiscount(4);
		this.application.awaitAll(State.LIVE);
	}

	@Test
	void compactionBehindBlackHoleIsMadeUpByReadingAgain() {
		compactWhileAway(this.relay::blackHole);
	}

	@Test
	void compactionWhileRefusedIsMadeUpByReadingAgain() {
		compactWhileAway(this.relay::refuse);
	}

	private void compactWhileAway(Runnable fault) {
		fault.run();
		putDiscount(5);
		putDiscount(6);
		this.etcd.delete(PREFIX + "left/counter");
		this.etcd.put(PREFIX + "text/body", "new");
		this.etcd.compact();
		Application.await("away", () -> status().failure() != null);
		this.relay.pass();
		awaitDiscount(6);
		Application.await("rest", () -> this.application.get(Left.class).counter() == 0
				&& this.application.get(Text.class).body().equals("new"));
		assertThat(this.application.refusals()).isEmpty();
	}

	@Test
	void wipedStoreKeepsLastGoodStateUntilKeysAppear() {
		this.etcd.wipe();
		Application.await("emptied", () -> status().emptied());
		assertThat(discount()).isEqualTo(1);
		assertThat(this.application.property("left.counter")).isEqualTo("1");
		putDiscount(7);
		awaitDiscount(7);
		assertThat(this.application.get(Left.class).counter()).isZero();
		Application.await("no longer emptied", () -> !status().emptied());
		putDiscount(8);
		awaitDiscount(8);
	}

	@Test
	void wipedStoreIsTakenOverEmptyByRefreshByHand() throws Exception {
		this.etcd.wipe();
		Application.await("emptied", () -> status().emptied());
		this.application.awaitAll(State.LIVE);
		Application.await("reachable", () -> status().failure() == null);
		assertThat(this.application.refresh()).contains("pricing.discount", "left.counter", "right.counter");
		assertThat(discount()).isZero();
		putDiscount(9);
		awaitDiscount(9);
	}

	@Test
	void wipedStoreThatIsReseededIsTakenOver() {
		this.relay.refuse();
		this.etcd.wipe();
		this.etcd.txn((transaction) -> transaction.put(PREFIX + "pricing/discount", "10")
			.put(PREFIX + "text/body", "seeded"));
		this.relay.pass();
		awaitDiscount(10);
		assertThat(this.application.get(Text.class).body()).isEqualTo("seeded");
		assertThat(this.application.get(Right.class).counter()).isZero();
		putDiscount(11);
		awaitDiscount(11);
		assertThat(this.application.snapshot().revision()).isEqualTo(this.etcd.revision());
	}

	@Test
	void wipedStoreWithRefusalForgetsTheRefusalOfTheOldStore() {
		putDiscount(91);
		Application.await("refusal", () -> this.application.refusals().size() == 1);
		this.relay.refuse();
		this.etcd.wipe();
		this.etcd.put(PREFIX + "text/body", "seeded");
		this.relay.pass();
		Application.await("seeded", () -> this.application.get(Text.class).body().equals("seeded"));
		assertThat(this.application.refusals()).isEmpty();
		assertThat(discount()).isZero();
	}

	@Test
	void restoredBackupIsTakenOverThoughItsRevisionGoesBack() {
		EtcdBackup backup = this.etcd.backup();
		for (int value = 20; value < 30; value++) {
			putDiscount(value);
		}
		awaitDiscount(29);
		this.etcd.restore(backup);
		awaitDiscount(1);
		putDiscount(12);
		awaitDiscount(12);
		assertThat(this.application.snapshot().revision()).isEqualTo(this.etcd.revision());
	}

	@Test
	void flappingLinkLosesNothing() {
		for (int round = 1; round <= 6; round++) {
			putDiscount(30 + round);
			this.relay.cut();
			int counter = round;
			this.etcd.txn((transaction) -> transaction.put(PREFIX + "left/counter", String.valueOf(100 + counter))
				.put(PREFIX + "right/counter", String.valueOf(100 + counter)));
			if (round % 2 == 0) {
				this.relay.refuse();
			}
			this.etcd.put(PREFIX + "text/body", "round " + round);
			this.relay.pass();
		}
		awaitDiscount(36);
		Application.await("all",
				() -> this.application.get(Left.class).counter() == 106
						&& this.application.get(Right.class).counter() == 106
						&& this.application.get(Text.class).body().equals("round 6"));
	}

	@Test
	void slowLinkDeliversValuesLargerThanOneResponse() {
		AtomicInteger round = new AtomicInteger();
		this.relay.refuse();
		for (int key = 0; key < 6; key++) {
			this.etcd.put(PREFIX + "text/more/" + key, "x".repeat(1_000_000));
		}
		this.etcd.put(PREFIX + "text/body", "y".repeat(1_400_000));
		this.relay.pass();
		Application.await("large", () -> this.application.get(Text.class).body().length() == 1_400_000);
		for (; round.get() < 6; round.incrementAndGet()) {
			this.etcd.put(PREFIX + "text/more/" + round, "z".repeat(1_000_000));
		}
		putDiscount(13);
		awaitDiscount(13);
		assertThat(this.application.property("text.more[5]")).startsWith("zzz");
	}

	@Test
	void refreshByHandIsNotTriedAndSaysSoWhileEtcdIsKnownToBeAway() {
		this.etcd.kill();
		Application.await("stale", () -> status().state() == State.STALE);
		assertThatException().isThrownBy(this.application::refresh)
			.withMessageStartingWith("etcd is out of reach, the last good state of ");
		this.etcd.restart();
		this.application.awaitAll(State.LIVE);
	}

	@Test
	void refreshByHandShowsValueThatWasPutJustBefore() throws Exception {
		for (int value = 40; value < 60; value++) {
			putDiscount(value);
			this.application.refresh();
			assertThat(discount()).isEqualTo(value);
		}
	}

	@Test
	void refusedRevisionIsStillRefusedAfterRestartAndReleasedByRepair() {
		this.etcd
			.txn((transaction) -> transaction.put(PREFIX + "pricing/discount", "91").put(PREFIX + "left/counter", "2"));
		Application.await("refused", () -> this.application.refusals().size() == 2);
		this.etcd.restart();
		this.etcd.put(PREFIX + "right/counter", "2");
		Application.await("other", () -> this.application.get(Right.class).counter() == 2);
		assertThat(this.application.refusals()).hasSize(2);
		assertThat(this.application.get(Left.class).counter()).isEqualTo(1);
		putDiscount(14);
		awaitDiscount(14);
		assertThat(this.application.get(Left.class).counter()).isEqualTo(2);
		assertThat(this.application.refusals()).isEmpty();
	}

}
