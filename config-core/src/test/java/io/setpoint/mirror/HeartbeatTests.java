package io.setpoint.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import io.setpoint.store.Header;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Silence, staleness and the periodic comparison.
 */
class HeartbeatTests {

	private final Setting setting = new Setting();

	private final ModelStore store = this.setting.store;

	private final Recorder recorder = this.setting.recorder;

	@Test
	void streamWhenQuietIsAskedEveryThreeSecondsAndStaysLive() {
		this.setting.live("/a/");
		this.setting.advance(60_000);
		assertThat(this.store.watch("/a/").progressRequests).isBetween(18, 20);
		assertThat(this.store.calls("watch")).isEqualTo(1);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
	}

	@Test
	void streamWhenBusyIsNotAsked() {
		this.setting.live("/a/");
		for (int i = 0; i < 100; i++) {
			this.store.put("/a/x", "" + i);
			this.setting.advance(500);
		}
		assertThat(this.store.watch("/a/").progressRequests).isZero();
	}

	@Test
	void streamWhenSilentIsReplacedWithinFiveSecondsAndLosesNothing() {
		this.setting.live("/a/");
		this.setting.advance(5_000);
		this.store.watch("/a/").mute = true;
		this.store.put("/a/x", "1");
		this.setting.advance(5_000);
		assertThat(this.recorder.reconnects).containsExactly("/a/ Nothing was heard of etcd for 4500 ms");
		assertThat(this.recorder.numbers()).containsExactly(2L);
	}

	@Test
	void streamWhenSilentFromItsBeginningIsReplacedWithinFiveSeconds() {
		this.setting.live("/a/");
		this.store.watch("/a/").mute = true;
		this.store.put("/a/x", "1");
		this.setting.advance(5_000);
		assertThat(this.recorder.numbers()).containsExactly(2L);
	}

	@Test
	void serverWhenFrozenIsFoundWithinFiveSecondsAndStaleAfterTen() {
		this.setting.live("/a/");
		this.setting.advance(4_000);
		Instant heard = this.setting.loop.now().minusSeconds(2);
		this.store.freeze();
		this.setting.advance(4_000);
		assertThat(this.setting.status("/a/").phase()).isNotEqualTo(MirrorPhase.LIVE);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
		this.setting.advance(6_001);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.STALE);
		assertThat(this.setting.status("/a/").since()).isBetween(heard, heard.plusSeconds(2));
		this.store.thaw();
		this.setting.advance(8_100);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
		assertThat(this.setting.status("/a/").since()).isAfter(heard.plusSeconds(10));
	}

	@Test
	void proxyWhenItSwallowsProgressIsFollowedWithoutReplacingItsStreamForEver() {
		this.store.swallowsProgress = true;
		this.setting.live("/a/");
		this.setting.advance(60_000);
		int opened = this.store.calls("watch");
		assertThat(opened).isEqualTo(2);
		this.setting.advance(60_000);
		assertThat(this.store.calls("watch")).isEqualTo(opened);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
		this.store.put("/a/x", "1");
		this.setting.advance(5);
		assertThat(this.recorder.numbers()).containsExactly(2L);
	}

	@Test
	void proxyWhenItFreezesIsFoundByItsReadsWithinFiveSeconds() {
		this.store.swallowsProgress = true;
		this.setting.live("/a/");
		this.setting.advance(60_000);
		this.store.freeze();
		this.setting.advance(5_000);
		assertThat(this.setting.status("/a/").phase()).isNotEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void proxyWhenTheStoreBehindItWasWipedIsDoubted() {
		this.store.swallowsProgress = true;
		this.store.put("/a/x", "1");
		this.store.put("/a/x", "2");
		this.setting.live("/a/");
		this.setting.advance(60_000);
		this.store.wipeBehindProxy();
		this.setting.advance(5_000);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.STORE_REPLACED);
	}

	@Test
	void changeWhenAProxySwallowsProgressIsHandedOnOverSeveralPrefixes() {
		this.store.swallowsProgress = true;
		this.setting.live("/a/", "/b/");
		this.setting.advance(60_000);
		this.store.put("/a/x", "1");
		this.setting.advance(5);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
	}

	@Test
	void loopWhenBusyDoesNotTakeItsOwnSilenceForTheServers() {
		this.setting.live("/a/");
		this.setting.advance(5_000);
		for (int i = 0; i < 10; i++) {
			this.setting.loop.block(Duration.ofSeconds(8));
			this.setting.advance(10);
			assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
			assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
		}
		assertThat(this.store.calls("watch")).isEqualTo(1);
	}

	@Test
	void loopWhenBusyForLongerThanStaleAfterStaysLive() {
		this.setting.live("/a/", "/b/");
		for (int i = 0; i < 600; i++) {
			this.setting.loop.busy(Duration.ofMillis(100));
			assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
			assertThat(this.setting.status("/b/").state()).isEqualTo(MirrorStatus.State.LIVE);
		}
		this.setting.advance(10_000);
		assertThat(this.store.calls("watch")).isEqualTo(2);
	}

	@Test
	void loopWhenBusyStaysLiveWhateverTheSettings() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		for (int run = 0; run < Integer.getInteger("setpoint.runs", 300); run++) {
			Setting busy = new Setting();
			int staleAfter = 200 + random.nextInt(60_000);
			int silenceLimit = 50 + random.nextInt(staleAfter - 49);
			int heartbeat = 1 + random.nextInt(silenceLimit - 30);
			busy.settings = Setting.withPatience(busy.settings, heartbeat, silenceLimit, staleAfter);
			busy.live("/a/");
			busy.loop.busy(Duration.ofMillis(random.nextInt(staleAfter)));
			for (int i = 0; i < 80; i++) {
				busy.loop.busy(Duration.ofMillis(staleAfter / 20));
				assertThat(busy.status("/a/").state())
					.as("busy with %d, %d and %d ms, setpoint.seed=%d", heartbeat, silenceLimit, staleAfter, seed)
					.isEqualTo(MirrorStatus.State.LIVE);
			}
		}
	}

	@Test
	void serverWhenFrozenWhileTheLoopIsBusyIsStaleAfterTen() {
		this.setting.live("/a/");
		this.setting.loop.busy(Duration.ofSeconds(30));
		Instant heard = Objects.requireNonNull(this.setting.status("/a/").lastHeard());
		this.store.freeze();
		this.setting.loop.busy(Duration.between(this.setting.loop.now(), heard.plusMillis(9_999)));
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
		this.setting.loop.busy(Duration.ofMillis(1));
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.STALE);
		assertThat(this.setting.status("/a/").since()).isEqualTo(heard);
	}

	@Test
	void streamWhenSilentFromAnyMomentIsReplacedWithinItsLimit() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		for (int run = 0; run < Integer.getInteger("setpoint.runs", 300); run++) {
			Setting silent = new Setting();
			silent.live("/a/");
			silent.advance(random.nextInt(5_000));
			for (int i = random.nextInt(4); i > 0; i--) {
				silent.store.put("/a/x", "" + i);
				silent.advance(random.nextInt(2_500));
			}
			silent.store.watch("/a/").mute = true;
			silent.advance(4_600);
			assertThat(silent.recorder.reconnects).as("setpoint.seed=%d, run %d", seed, run).hasSize(1);
		}
	}

	@Test
	void streamWhenSilentAfterLastEventBeforeTheAnswerIsReplacedWithinItsLimit() {
		this.setting.settings = Setting.withPatience(this.setting.settings, 1_000, 6_000, 10_000);
		this.setting.live("/a/");
		ModelStore.ModelWatch watch = this.store.watch("/a/");
		while (watch.progressRequests == 0) {
			this.setting.loop.advance(Duration.ofNanos(100_000));
		}
		this.setting.loop.advance(Duration.ofNanos(100_000));
		watch.inject((listener) -> listener.changed(new Header(this.store.clusterId, 1, 1, 2), List.of()));
		watch.mute = true;
		this.setting.advance(6_100);
		assertThat(this.recorder.reconnects).hasSize(1);
	}

	@Test
	void loopWhenBusyLooksAtWhatHasArrivedBeforeItGivesUp() {
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		this.store.freeze();
		this.setting.advance(100);
		assertThat(this.recorder.phases("/a/")).endsWith("OPENING");
		this.setting.loop.block(Duration.ofSeconds(8));
		this.store.watch("/a/").inject((listener) -> listener.created(new Header(this.store.clusterId, 1, 1, 2)));
		this.setting.advance(0);
		assertThat(this.recorder.phases("/a/")).endsWith("OPENING", "VERIFYING");
	}

	@Test
	void comparisonWhenTheWatchMissedChangesFindsThem() {
		this.setting.settings = MirrorSettings.defaults();
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.watch("/a/").deaf = true;
		this.store.put("/a/y", "1");
		this.store.delete("/a/x");
		this.setting.advance(310_000);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.RECONCILE);
		assertThat(this.setting.isExact("/a/")).isTrue();
		assertThat(this.store.calls("watch")).isEqualTo(2);
		this.store.put("/a/z", "1");
		this.setting.advance(10);
		assertThat(this.recorder.value("/a/z")).isEqualTo("1");
	}

	@Test
	void comparisonWhenChangesAreOnlyOnTheirWayFindsNothing() {
		this.setting.settings = MirrorSettings.defaults();
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.setting.advance(299_900);
		this.store.watch("/a/").hold();
		this.store.put("/a/y", "1");
		this.store.delete("/a/x");
		this.setting.advance(500);
		this.store.watch("/a/").letGo();
		this.setting.advance(5_000);
		assertThat(this.store.calls("read")).isEqualTo(2);
		assertThat(this.recorder.resyncs).isEmpty();
	}

}
