package io.setpoint.mirror;

import java.util.List;
import java.util.Map;

import io.setpoint.store.Header;
import io.setpoint.store.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that is not the one it was.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReplacedStoreTests {

	private final Setting setting = new Setting();

	private final ModelStore store = this.setting.store;

	private final Recorder recorder = this.setting.recorder;

	@Test
	void wipeWhenKeysAreThereAgainIsReadAndSaidLoudly(CapturedOutput output) {
		this.store.put("/a/x", "1");
		this.store.put("/a/y", "1");
		this.setting.live("/a/");
		this.store.wipe();
		this.store.put("/a/x", "2");
		this.setting.advance(1_000);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.STORE_REPLACED);
		assertThat(this.recorder.numbers()).containsExactly(2L);
		assertThat(this.setting.isExact("/a/")).isTrue();
		assertThat(output).contains("etcd was wiped, restored or exchanged: revision 3 had been read of cluster c1, "
				+ "now cluster c1 is at revision 2; everything was read again, keys that differ: 2");
		this.store.put("/a/z", "1");
		this.setting.advance(10);
		assertThat(this.recorder.numbers()).containsExactly(2L, 3L);
	}

	@Test
	void wipeWhenTheRevisionHasPassedOursIsFoundByItsContents() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.wipe();
		for (int i = 0; i < 10; i++) {
			this.store.put("/a/y", "" + i);
		}
		this.setting.advance(1_000);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.STORE_REPLACED);
		assertThat(this.setting.isExact("/a/")).isTrue();
	}

	@Test
	void wipeWhenTheSameKeysWereWrittenAtTheSameRevisionsIsFoundByTheirValues() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.wipe();
		this.store.put("/a/x", "2");
		this.setting.advance(1_000);
		assertThat(this.recorder.value("/a/x")).isEqualTo("2");
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.STORE_REPLACED);
	}

	@Test
	void copyWhenLargeIsVerifiedWithoutItsValues() {
		this.store.put("/a/x", "1".repeat(300 * 1024));
		this.setting.live("/a/");
		assertThat(this.store.calls("readIndex")).isEqualTo(1);
		assertThat(this.store.calls("readAt")).isZero();
	}

	@Test
	void wipeWhenNothingIsLeftKeepsTheLastGoodStateUntilKeysAppear(CapturedOutput output) {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.setting.mirrors().named("/a/", "etcd:/a/");
		this.store.wipe();
		this.setting.advance(1_000);
		assertThat(this.recorder.calls).isEmpty();
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.STORE_REPLACED);
		assertThat(this.setting.status("/a/").emptied()).isTrue();
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
		assertThat(this.setting.status("/a/").revision()).isEqualTo(1);
		assertThat(output).contains("Nothing is left of etcd:/a/ at revision 1; the last good state (1 keys) stays "
				+ "until keys appear or a refresh is asked for");
		this.store.put("/a/y", "2");
		this.setting.advance(10);
		assertThat(this.recorder.revisions).singleElement()
			.extracting(Revision::reason)
			.isEqualTo(ResyncReason.KEYS_APPEARED);
		assertThat(this.setting.isExact("/a/")).isTrue();
		assertThat(this.setting.status("/a/").emptied()).isFalse();
	}

	@Test
	void wipeWhenNothingIsLeftStaysKeptOverReconnectsAndComparisons() {
		this.setting.settings = MirrorSettings.defaults();
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.wipe();
		this.setting.advance(1_000);
		this.store.endAll();
		this.setting.advance(700_000);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
		assertThat(this.setting.status("/a/").emptied()).isTrue();
	}

	@Test
	void refreshWhenNothingIsLeftTakesTheEmptyStore() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.wipe();
		this.setting.advance(1_000);
		this.setting.refresh();
		this.setting.advance(10);
		assertThat(this.recorder.state).isEmpty();
		assertThat(this.recorder.revisions).singleElement().extracting(Revision::cause).isEqualTo(Cause.REFRESH);
		assertThat(this.setting.status("/a/").emptied()).isFalse();
	}

	@Test
	void restoreGoesBackAndOnFromThere() {
		this.store.put("/a/x", "1");
		this.store.put("/a/x", "2");
		this.store.put("/a/y", "2");
		this.setting.live("/a/");
		this.store.restore(2);
		this.setting.advance(1_000);
		assertThat(this.recorder.numbers()).containsExactly(2L);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
		assertThat(this.recorder.value("/a/y")).isNull();
		this.store.put("/a/x", "3");
		this.setting.advance(10);
		assertThat(this.recorder.numbers()).containsExactly(2L, 3L);
	}

	@Test
	void restoreWhenOnePrefixIsUntouchedIsNotJoinedToWhatAnotherHadDelivered() {
		this.setting.live("/a/", "/b/");
		this.store.watch("/b/").hold();
		this.store.txn(Map.of("/a/x", "1", "/b/x", "1"));
		this.setting.advance(5);
		this.store.restore(1);
		this.store.txn(Map.of("/a/x", "2", "/b/x", "2"));
		this.setting.advance(1_000);
		assertThat(this.recorder.calls).allSatisfy((revisions) -> assertThat(revisions).hasSize(1));
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.STORE_REPLACED);
		assertThat(this.setting.isExact("/a/", "/b/")).isTrue();
	}

	@Test
	void restoreWhenOneStreamHasNotNoticedIsNotJoinedToWhatItHadDelivered() {
		this.setting.live("/a/", "/b/");
		this.store.watch("/b/").hold();
		this.store.txn(Map.of("/a/x", "1", "/b/x", "1"));
		this.setting.advance(5);
		this.store.watch("/a/").mute = true;
		this.store.watch("/b/").cut();
		this.store.restore(1);
		this.store.txn(Map.of("/a/x", "2", "/b/x", "2"));
		this.setting.advance(1_000);
		assertThat(this.recorder.calls).hasSize(1);
		assertThat(this.recorder.value("/a/x")).isEqualTo("2");
		assertThat(this.recorder.value("/b/x")).isEqualTo("2");
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.STORE_REPLACED);
	}

	@Test
	void clusterWhenAnotherIsReadAgain() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.clusterId = 0xc2;
		this.store.endAll();
		this.setting.advance(1_000);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.STORE_REPLACED);
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void watchWhenItsHeaderGoesBackIsDoubted() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.watch("/a/")
			.inject((listener) -> listener.changed(new Header(this.store.clusterId, 1, 1, 2), List.of()));
		this.setting.advance(5);
		assertThat(this.recorder.phases("/a/")).endsWith("READING", "BACKING_OFF");
		this.setting.advance(100);
		assertThat(this.recorder.phases("/a/")).endsWith("LIVE");
	}

	@Test
	void startWhenImageIsFromFileAndNothingIsLeftKeepsTheFile() {
		this.store.put("/a/x", "1");
		Image old = this.store.image("/a/");
		this.store.wipe();
		this.setting.advance(1_000);
		this.setting.start(InitialImage.lastGood(old, null), "/a/");
		this.setting.advance(20);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
		assertThat(this.setting.status("/a/").emptied()).isTrue();
		this.store.put("/a/x", "2");
		this.setting.advance(20);
		assertThat(this.recorder.value("/a/x")).isEqualTo("2");
	}

}
