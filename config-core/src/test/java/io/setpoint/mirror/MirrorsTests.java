package io.setpoint.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.setpoint.store.AnswerTooLargeException;
import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.Change;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.LeaderLostException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.StoreUnreachableException;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * One location: every arrow of the state machine.
 */
class MirrorsTests {

	private final Setting setting = new Setting();

	private final ModelStore store = this.setting.store;

	private final Recorder recorder = this.setting.recorder;

	@Test
	void startWhenImageIsLiveWatchesFromTheNextRevision() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		assertThat(this.recorder.phases("/a/")).containsExactly("OPENING", "VERIFYING", "LIVE");
		assertThat(this.store.watch("/a/").from).isEqualTo(3);
		assertThat(this.store.calls("read")).isZero();
		assertThat(this.recorder.calls).isEmpty();
	}

	@Test
	void startWhenImageIsFromFileReadsFirst() {
		this.store.put("/a/x", "1");
		Image old = this.store.image("/a/");
		this.store.put("/a/y", "2");
		this.store.delete("/a/x");
		this.setting.start(InitialImage.lastGood(old, null), "/a/");
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.STALE);
		this.setting.advance(20);
		assertThat(this.recorder.phases("/a/")).containsExactly("READING", "OPENING", "VERIFYING", "LIVE");
		assertThat(this.recorder.revisions).singleElement().satisfies((revision) -> {
			assertThat(revision.number()).isEqualTo(4);
			assertThat(revision.cause()).isEqualTo(Cause.RESYNC);
			assertThat(revision.reason()).isEqualTo(ResyncReason.SNAPSHOT);
			assertThat(revision.changes("/a/")).extracting(Change::key, Change::revision)
				.containsExactly(Tuple.tuple("/a/y", 3L), Tuple.tuple("/a/x", 4L));
		});
		assertThat(this.setting.isExact("/a/")).isTrue();
	}

	@Test
	void startWhenImageIsFromFileIsStaleSinceItWasKnownToBeCurrent() {
		this.store.put("/a/x", "1");
		Instant start = this.setting.loop.now();
		Instant before = start.minus(Duration.ofDays(3));
		this.setting.start(InitialImage.lastGood(this.store.image("/a/"), before), "/a/", "/b/");
		assertThat(this.setting.status("/a/").since()).isEqualTo(before);
		assertThat(this.setting.status("/b/").since()).isEqualTo(start);
		this.setting.advance(20);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
		assertThat(this.setting.status("/a/").since()).isAfter(start);
	}

	@Test
	void startWhenImageIsFromTheFutureIsStaleSinceTheStart() {
		this.store.put("/a/x", "1");
		Instant start = this.setting.loop.now();
		this.setting.start(InitialImage.lastGood(this.store.image("/a/"), start.plusSeconds(60)), "/a/");
		assertThat(this.setting.status("/a/").since()).isEqualTo(start);
	}

	@Test
	void startWhenNothingWasEverReadIsOfflineUntilRead() {
		this.store.put("/a/x", "1");
		this.setting.offline("/a/");
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.OFFLINE);
		assertThat(this.setting.status("/a/").revision()).isZero();
		this.setting.advance(20);
		assertThat(this.recorder.revisions).singleElement()
			.extracting(Revision::reason)
			.isEqualTo(ResyncReason.FIRST_READ);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
	}

	@Test
	void changeWhenLiveIsHandedOnAsItsRevision() {
		this.setting.live("/a/");
		long revision = this.store.txn(Map.of("/a/x", "1", "/a/y", "2", "/b/z", "3"));
		this.setting.advance(5);
		assertThat(this.recorder.revisions).singleElement().satisfies((told) -> {
			assertThat(told.number()).isEqualTo(revision);
			assertThat(told.cause()).isEqualTo(Cause.WATCH);
			assertThat(told.changes("/a/")).extracting(Change::key).containsExactly("/a/x", "/a/y");
		});
		assertThat(this.setting.status("/a/").revision()).isEqualTo(revision);
	}

	@Test
	void deleteOfEverythingWhenLiveIsAnOrdinaryChange() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.delete("/a/x");
		this.setting.advance(5);
		assertThat(this.recorder.state).isEmpty();
		assertThat(this.setting.status("/a/").emptied()).isFalse();
	}

	@Test
	void watchWhenEndedAfterCreatedLosesNothing() {
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		IntStream.range(0, 10).forEach((i) -> this.store.put("/a/x" + i, "1"));
		this.store.historyDelay = Duration.ofMillis(100);
		this.setting.advance(52);
		assertThat(this.recorder.phases("/a/")).endsWith("BACKING_OFF", "OPENING", "VERIFYING", "LIVE");
		assertThat(this.recorder.calls).isEmpty();
		this.store.watch("/a/").cut();
		this.setting.advance(300);
		assertThat(this.recorder.numbers()).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
		assertThat(this.recorder.resyncs).isEmpty();
	}

	@Test
	void eventsWhenNotYetVerifiedWait() {
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		this.store.put("/a/x", "1");
		this.setting.advance(51);
		assertThat(this.recorder.phases("/a/")).endsWith("VERIFYING");
		assertThat(this.recorder.calls).isEmpty();
		this.setting.advance(2);
		assertThat(this.recorder.phases("/a/")).endsWith("LIVE");
		assertThat(this.recorder.numbers()).containsExactly(2L);
	}

	@Test
	void eventsWhenOlderThanTheNextRevisionAreDroppedAndCounted() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.put("/a/x", "2");
		this.setting.advance(5);
		Change.Put old = (Change.Put) this.recorder.revisions.get(0).changes("/a/").get(0);
		deliver(List.of(new Change.Delete("/a/x", 2), old));
		assertThat(this.recorder.duplicates).isEqualTo(2);
		assertThat(this.recorder.calls).hasSize(1);
		assertThat(this.recorder.value("/a/x")).isEqualTo("2");
	}

	private void deliver(List<Change> changes) {
		this.store.watch("/a/")
			.inject((listener) -> listener.changed(new Header(this.store.clusterId, 1, 3, 2), changes));
		this.setting.advance(1);
	}

	@Test
	void eventsWhenOfAnEndedWatchAreIgnored() {
		this.setting.live("/a/");
		ModelStore.ModelWatch first = this.store.watch("/a/");
		first.cut();
		this.setting.advance(0);
		first.inject((listener) -> listener.changed(new Header(this.store.clusterId, 1, 9, 2),
				List.of(new Change.Delete("/a/x", 9))));
		this.setting.advance(100);
		assertThat(this.recorder.calls).isEmpty();
		assertThat(first.closed).isTrue();
		assertThat(this.store.openWatches()).hasSize(1);
	}

	@Test
	void nextRevisionWhenProgressIsTrustedFollowsProgress() {
		this.setting.live("/a/");
		IntStream.range(0, 50).forEach((i) -> this.store.put("/other/x", "" + i));
		this.setting.advance(3100);
		assertThat(this.setting.status("/a/").revision()).isEqualTo(51);
	}

	@Test
	void nextRevisionWhenProgressIsNotTrustedStays() {
		this.store.trusted = false;
		this.setting.live("/a/");
		IntStream.range(0, 50).forEach((i) -> this.store.put("/other/x", "" + i));
		this.setting.advance(3100);
		assertThat(this.setting.status("/a/").revision()).isEqualTo(1);
	}

	@Test
	void nextRevisionIsNeitherMovedByCreatedNorByTheHeaderOfEvents() {
		this.store.trusted = false;
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		this.store.put("/a/x", "1");
		IntStream.range(0, 50).forEach((i) -> this.store.put("/other/x", "" + i));
		this.setting.advance(100);
		assertThat(this.setting.status("/a/").revision()).isEqualTo(2);
	}

	@Test
	void watchWhenCompactedReadsEverythingAgain() {
		this.store.trusted = false;
		this.store.put("/a/x", "1");
		this.store.put("/a/y", "1");
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		this.store.put("/a/x", "2");
		this.store.delete("/a/y");
		this.store.put("/other/z", "1");
		this.store.compact(6);
		this.setting.advance(200);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.COMPACTED);
		assertThat(this.recorder.revisions).singleElement().extracting(Revision::number).isEqualTo(6L);
		assertThat(this.setting.isExact("/a/")).isTrue();
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void watchWhenCompactedAndAllKeysWereDeletedTakesTheDelete() {
		this.store.trusted = false;
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		this.store.delete("/a/x");
		this.store.put("/other/z", "1");
		this.store.compact(4);
		this.setting.advance(200);
		assertThat(this.recorder.state).isEmpty();
		assertThat(this.setting.status("/a/").emptied()).isFalse();
	}

	@Test
	void watchWhenLiveAndCompactedByTheServerReadsAgain() {
		this.setting.live("/a/");
		this.store.watch("/a/").end(new RevisionCompactedException(5, null));
		this.setting.advance(20);
		assertThat(this.recorder.phases("/a/")).endsWith("READING", "OPENING", "VERIFYING", "LIVE");
	}

	@Test
	void watchWhenAnswerIsTooLargeReadsAgain() {
		this.setting.live("/a/");
		this.store.put("/a/x", "1");
		this.store.watch("/a/").mute = true;
		this.store.failNext("watch", new AnswerTooLargeException("too large", null));
		this.setting.advance(5000);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.ANSWER_TOO_LARGE);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
	}

	@Test
	void watchWhenLeaderIsLostTriesAgainSoon() {
		this.setting.live("/a/");
		this.store.watch("/a/").end(new LeaderLostException("no leader", null));
		this.setting.advance(100);
		assertThat(this.recorder.reconnects).containsExactly("/a/ no leader");
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void openingWhenNotAnsweredIsGivenUpAfterTheSilenceLimit() {
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		this.store.freeze();
		this.setting.advance(4540);
		assertThat(this.recorder.phases("/a/")).endsWith("OPENING");
		this.setting.advance(20);
		assertThat(this.recorder.phases("/a/")).endsWith("BACKING_OFF");
		assertThat(this.setting.status("/a/").failure()).hasMessage("etcd has not opened the watch within 4500 ms");
	}

	@Test
	void verifyingWhenNotAnsweredBacksOff() {
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		this.store.failNext("readAt", new StoreUnreachableException("deadline", null));
		this.setting.advance(53);
		assertThat(this.recorder.phases("/a/")).endsWith("VERIFYING", "BACKING_OFF");
		this.setting.advance(200);
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void verifyingWhenTheMemberLagsOnlyTriesAgain() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		this.store.failNext("readAt", new FutureRevisionException("future", null));
		this.setting.advance(54);
		assertThat(this.recorder.phases("/a/")).endsWith("VERIFYING", "READING", "BACKING_OFF");
		this.setting.advance(200);
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
		assertThat(this.recorder.resyncs).isEmpty();
		assertThat(this.recorder.calls).isEmpty();
	}

	@Test
	void openingWhenTheMemberLagsOnlyTriesAgain() {
		this.store.put("/a/x", "1");
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		this.store.lag = 1;
		this.setting.advance(53);
		assertThat(this.recorder.phases("/a/")).endsWith("READING", "BACKING_OFF");
		assertThat(this.setting.status("/a/").failure())
			.hasMessage("etcd is at revision 1, but revision 2 was read from it");
		this.store.lag = 0;
		this.setting.advance(200);
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
		assertThat(this.recorder.resyncs).isEmpty();
	}

	@Test
	void readingWhenFailedBacksOffAndReadsAgain() {
		this.store.failNext("read", new StoreUnreachableException("connection refused", null));
		this.setting.offline("/a/");
		this.setting.advance(10);
		assertThat(this.recorder.phases("/a/")).containsExactly("READING", "BACKING_OFF");
		assertThat(this.setting.status("/a/").failure()).hasMessage("connection refused");
		this.setting.advance(100);
		assertThat(this.recorder.phases("/a/")).endsWith("READING", "OPENING", "VERIFYING", "LIVE");
		assertThat(this.setting.status("/a/").failure()).isNull();
	}

	@Test
	void backOffGrowsToItsLimitAndEachAttemptAfterTheThirdHasItsOwnConnection() {
		this.setting.randomness = () -> 0.999;
		this.setting.live("/a/");
		this.store.unreachable = true;
		this.store.endAll();
		this.setting.advance(99 + 199 + 399 + 10);
		assertThat(this.store.calls("watch")).isEqualTo(4);
		assertThat(this.store.renewals).isEqualTo(2);
		this.setting.advance(60_000);
		int before = this.store.calls("watch");
		this.setting.advance(50_000);
		assertThat(this.store.calls("watch") - before).isBetween(9, 11);
		this.store.unreachable = false;
		this.setting.advance(1_110);
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void connectionThatAnotherLocationIsLiveOnIsRenewedEverMoreRarely() {
		this.setting.live("/a/", "/b/");
		IntStream.range(0, 99)
			.forEach((i) -> this.store.failNext("watch", new StoreUnreachableException("no answer", null)));
		this.store.watch("/b/").end(new StoreUnreachableException("connection reset", null));
		this.setting.advance(10 * 60_000);
		assertThat(this.recorder.phases("/a/")).containsExactly("OPENING", "VERIFYING", "LIVE");
		assertThat(this.store.renewals).isEqualTo(6);
		assertThat(this.setting.status("/b/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void backOffWhenLiveAgainStartsFromItsBeginning() {
		this.setting.randomness = () -> 0.999;
		this.setting.live("/a/");
		this.store.unreachable = true;
		this.store.endAll();
		this.setting.advance(30_000);
		this.store.unreachable = false;
		this.setting.advance(5_010);
		this.store.endAll();
		this.setting.advance(105);
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void readingWhenItKeepsFailingRenewsTheConnectionWithoutLeavingAWatch() {
		this.store.unreachable = true;
		this.setting.offline("/a/");
		this.setting.advance(2_000);
		assertThat(this.store.renewals).isPositive();
		assertThat(this.store.openWatches()).isEmpty();
	}

	@Test
	void refusalWhenItComesOnceIsTakenForAnExpiredToken() {
		this.setting.live("/a/");
		this.store.watch("/a/").end(new AuthenticationFailedException("invalid auth token", null));
		this.setting.advance(100);
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
	}

	@Test
	void refusalWhenItComesTwiceWaitsLongAndIsStaleAtOnce() {
		this.setting.live("/a/");
		this.store.denied.add("/a/");
		this.store.watch("/a/").cut();
		this.setting.advance(2_000);
		int calls = this.store.calls("watch");
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.STALE);
		assertThat(this.setting.status("/a/").failure()).hasMessage("permission denied");
		this.setting.advance(30_000);
		assertThat(this.store.calls("watch")).isEqualTo(calls);
		this.store.denied.clear();
		this.setting.advance(30_000);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
	}

	@Test
	void stopWhenLiveClosesTheWatchAndStartGoesOnFromTheLastRevision() {
		this.setting.live("/a/");
		this.store.put("/a/x", "1");
		this.setting.advance(5);
		this.setting.mirrors().stop();
		this.setting.mirrors().stop();
		this.setting.advance(1);
		assertThat(this.store.openWatches()).isEmpty();
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.STOPPED);
		this.store.put("/a/x", "2");
		this.setting.advance(60_000);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.STALE);
		this.setting.mirrors().start();
		this.setting.mirrors().start();
		this.setting.advance(20);
		assertThat(this.store.watch("/a/").from).isEqualTo(3);
		assertThat(this.recorder.numbers()).containsExactly(2L, 3L);
		assertThat(this.recorder.resyncs).isEmpty();
	}

	@Test
	void listenerWhenItFailsDoesNotStopTheLoop() {
		this.setting.live("/a/");
		Mirrors failing = new Mirrors(this.store, this.setting.loop, this.setting.settings, List.of("/a/"),
				InitialImage.live(this.store.image("/a/")), (revisions) -> {
					throw new IllegalStateException("listener");
				}, () -> 0);
		failing.start();
		this.setting.advance(20);
		this.store.put("/a/x", "1");
		this.store.put("/a/x", "2");
		this.setting.advance(20);
		assertThat(failing.status("/a/").revision()).isEqualTo(3);
	}

	@Test
	void burstIsHandedOnInOrderAndInFewCalls() {
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		IntStream.range(0, 10_000).forEach((i) -> this.store.put("/a/x" + i % 100, "" + i));
		this.setting.advance(200);
		assertThat(this.recorder.numbers()).hasSize(10_000).isSorted();
		assertThat(this.recorder.calls.size()).isLessThan(20);
		assertThat(this.recorder.resyncs).isEmpty();
	}

	@Test
	void burstWhenMoreThanIsHeldWhileVerifyingReadsInstead() {
		this.setting.settings = Setting.withMaxBacklog(this.setting.settings, 100);
		this.setting.live("/a/");
		this.store.watch("/a/").cut();
		IntStream.range(0, 500).forEach((i) -> this.store.put("/a/x", "" + i));
		this.setting.advance(200);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.BACKLOG);
		assertThat(this.recorder.value("/a/x")).isEqualTo("499");
	}

	@Test
	void statusWhenLocationIsUnknownFails() {
		this.setting.live("/a/");
		assertThatIllegalArgumentException().isThrownBy(() -> this.setting.status("/b/"))
			.withMessage("Unknown location '/b/'");
	}

}
