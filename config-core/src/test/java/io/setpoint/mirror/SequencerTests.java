package io.setpoint.mirror;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.setpoint.loop.Surroundings;
import io.setpoint.store.Change;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.Store;
import io.setpoint.store.StoreUnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several locations: revisions stay whole and in order.
 */
class SequencerTests {

	private final Setting setting = new Setting();

	private final ModelStore store = this.setting.store;

	private final Recorder recorder = this.setting.recorder;

	@ParameterizedTest
	@CsvSource({ "/a/, true", "/b/, true", "/a/, false", "/b/, false" })
	void transactionWhenOneStreamIsLateIsHandedOnWhole(String late, boolean trusted) {
		this.store.trusted = trusted;
		this.setting.live("/a/", "/b/");
		this.store.watch(late).hold();
		this.store.txn(Map.of("/a/x", "1", "/b/x", "1"));
		this.setting.advance(500);
		assertThat(this.recorder.calls).isEmpty();
		this.store.watch(late).letGo();
		this.setting.advance(150);
		assertThat(this.recorder.revisions).singleElement()
			.satisfies((revision) -> assertThat(revision.changes()).containsOnlyKeys("/a/", "/b/"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void changeWhenOtherPrefixIsQuietIsHandedOnAfterOneQuestion(boolean trusted) {
		this.store.trusted = trusted;
		this.setting.live("/a/", "/b/");
		this.store.put("/a/x", "1");
		this.setting.advance(3);
		assertThat(this.recorder.numbers()).containsExactly(2L);
		assertThat(this.store.watch("/b/").progressRequests).isEqualTo(trusted ? 1 : 0);
		assertThat(this.store.calls("touched")).isEqualTo(trusted ? 0 : 1);
	}

	@Test
	void changeWhenOnlyOnePrefixAsksNobody() {
		this.store.trusted = false;
		this.setting.live("/a/");
		this.store.put("/a/x", "1");
		this.setting.advance(1);
		assertThat(this.recorder.numbers()).containsExactly(2L);
		assertThat(this.store.calls("touched")).isZero();
		assertThat(this.store.watch("/a/").progressRequests).isZero();
	}

	@Test
	void changeWhenProgressIsNotTrustedAndManyForeignRevisionsLieBetweenIsProvedByTheIndex() {
		this.store.trusted = false;
		this.setting.live("/a/", "/b/");
		IntStream.range(0, 100).forEach((i) -> this.store.put("/other/x", "" + i));
		this.store.put("/a/x", "1");
		this.setting.advance(3);
		assertThat(this.recorder.numbers()).containsExactly(102L);
		assertThat(this.store.calls("touched")).isZero();
		assertThat(this.store.calls("readIndex")).isEqualTo(1);
	}

	@Test
	void orderWhenProgressIsNotTrustedIsThatOfEtcd() {
		this.store.trusted = false;
		this.setting.live("/a/", "/b/");
		this.store.watch("/b/").hold();
		this.store.put("/b/x", "1");
		this.store.put("/a/x", "1");
		this.setting.advance(500);
		assertThat(this.recorder.calls).isEmpty();
		this.store.watch("/b/").letGo();
		this.setting.advance(150);
		assertThat(this.recorder.numbers()).containsExactly(2L, 3L);
	}

	@Test
	void burstWhenProgressIsTrustedAsksSeldom() {
		this.setting.live("/a/", "/b/");
		IntStream.range(0, 10_000).forEach((i) -> {
			this.store.put("/a/x", "" + i);
			if (i % 100 == 0) {
				this.setting.advance(1);
			}
		});
		this.setting.advance(200);
		assertThat(this.recorder.numbers()).hasSize(10_000).isSorted();
		assertThat(this.store.watch("/b/").progressRequests).isLessThan(120);
	}

	@Test
	void burstWhenProgressIsNotTrustedIsReadInOneGo() {
		this.store.trusted = false;
		this.setting.live("/a/", "/b/");
		IntStream.range(0, 1000).forEach((i) -> this.store.put("/a/x", "" + i));
		this.setting.advance(200);
		assertThat(this.recorder.value("/a/x")).isEqualTo("999");
		assertThat(this.recorder.numbers()).isSorted();
		assertThat(this.store.calls("touched")).isLessThan(100);
	}

	@Test
	void burstWhenMoreWaitsThanIsHeldIsReadInstead() {
		this.setting.settings = Setting.withMaxBacklog(this.setting.settings, 100);
		this.setting.live("/a/", "/b/");
		this.store.watch("/b/").hold();
		IntStream.range(0, 500).forEach((i) -> this.store.txn(Map.of("/a/x", "" + i, "/b/x", "" + i)));
		this.setting.advance(100);
		assertThat(this.recorder.resyncs).contains(ResyncReason.BACKLOG);
		assertThat(this.recorder.value("/a/x")).isEqualTo("499");
		assertThat(this.recorder.value("/b/x")).isEqualTo("499");
	}

	@Test
	void changeWhenOtherPrefixIsAwayWaitsUntilItIsStaleAndNoLonger() {
		this.setting.live("/a/", "/b/");
		keepAway("/b/");
		this.store.txn(Map.of("/a/x", "1", "/b/x", "1"));
		this.setting.advance(9_900);
		assertThat(this.recorder.calls).isEmpty();
		this.setting.advance(200);
		assertThat(this.setting.status("/b/").state()).isEqualTo(MirrorStatus.State.STALE);
		assertThat(this.recorder.revisions).singleElement()
			.satisfies((revision) -> assertThat(revision.changes()).containsOnlyKeys("/a/"));
		this.store.put("/a/x", "2");
		this.setting.advance(5);
		assertThat(this.recorder.value("/a/x")).isEqualTo("2");
	}

	@Test
	void prefixWhenBackFromBeingStaleIsReadTogetherWithTheOthers() {
		this.setting.live("/a/", "/b/");
		keepAway("/b/");
		this.store.txn(Map.of("/a/x", "1", "/b/x", "1"));
		this.setting.advance(11_000);
		this.store.failures.clear();
		this.setting.advance(6_000);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.LEFT_BEHIND);
		assertThat(this.recorder.value("/b/x")).isEqualTo("1");
		assertThat(this.setting.status("/b/").state()).isEqualTo(MirrorStatus.State.LIVE);
	}

	private void keepAway(String prefix) {
		this.store.watch(prefix).cut();
		IntStream.range(0, 1000)
			.forEach((i) -> this.store.failNext("watch", new StoreUnreachableException("connection reset", null)));
	}

	@Test
	void prefixWhenDeniedDoesNotBlockTheOthersAndIsTakenBackWhenGranted() {
		this.setting.live("/a/", "/b/");
		this.store.denied.add("/b/");
		this.store.watch("/b/").cut();
		this.setting.advance(1_000);
		this.store.txn(Map.of("/a/x", "1", "/b/x", "1"));
		this.setting.advance(5);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
		assertThat(this.setting.status("/b/").failure()).isInstanceOf(PermissionDeniedException.class);
		this.store.watch("/a/").end(new RevisionCompactedException(2, null));
		this.setting.advance(100);
		assertThat(this.setting.status("/a/").phase()).isEqualTo(MirrorPhase.LIVE);
		this.store.denied.clear();
		this.setting.advance(61_000);
		assertThat(this.setting.isExact("/a/", "/b/")).isTrue();
		assertThat(this.setting.status("/b/").state()).isEqualTo(MirrorStatus.State.LIVE);
	}

	@Test
	void readWhenOnePrefixIsDeniedIsMadeForTheOthers() {
		this.store.put("/a/x", "1");
		this.store.denied.add("/b/");
		this.setting.offline("/a/", "/b/");
		this.setting.advance(100);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
		assertThat(this.setting.status("/b/").state()).isEqualTo(MirrorStatus.State.OFFLINE);
		this.store.denied.clear();
		this.setting.advance(61_000);
		assertThat(this.setting.status("/b/").state()).isEqualTo(MirrorStatus.State.LIVE);
	}

	@Test
	void questionsWhenTheyFailAreAskedAgain() {
		this.store.trusted = false;
		this.setting.live("/a/", "/b/");
		this.store.failNext("touched", new StoreUnreachableException("deadline", null),
				new FutureRevisionException("future", null));
		this.store.put("/a/x", "1");
		this.setting.advance(250);
		assertThat(this.recorder.numbers()).containsExactly(2L);
	}

	@Test
	void questionsWhenTheRevisionIsCompactedAreAnsweredByARead() {
		this.store.trusted = false;
		this.setting.live("/a/", "/b/");
		this.store.failNext("touched", new RevisionCompactedException(5, null));
		this.store.put("/a/x", "1");
		this.setting.advance(50);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.COMPACTED);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
	}

	@Test
	void questionsWhenNeverAnsweredDoNotHoldUpForEver() {
		this.store.trusted = false;
		this.setting.live("/a/", "/b/");
		IntStream.range(0, 1000).forEach((i) -> {
			this.store.failNext("touched", new StoreUnreachableException("deadline", null));
			this.store.failNext("read", new StoreUnreachableException("deadline", null));
		});
		this.store.put("/a/x", "1");
		this.setting.advance(16_000);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
	}

	@Test
	void streamWhenItDoesNotDeliverWhatIsThereIsReplaced() {
		this.store.trusted = false;
		this.setting.live("/a/", "/b/");
		this.store.watch("/b/").deaf = true;
		this.store.txn(Map.of("/a/x", "1", "/b/x", "1"));
		this.setting.advance(6_100);
		assertThat(this.recorder.resyncs).containsExactly(ResyncReason.UNANSWERED);
		assertThat(this.recorder.revisions).singleElement()
			.satisfies((revision) -> assertThat(revision.changes()).containsOnlyKeys("/a/", "/b/"));
	}

	@Test
	void resyncOfOnePrefixReadsAllAtOneRevision() {
		this.store.trusted = false;
		this.setting.live("/a/", "/b/");
		this.store.watch("/b/").hold();
		this.store.watch("/a/").cut();
		this.store.txn(Map.of("/a/x", "1", "/b/x", "1"));
		this.store.put("/other/x", "1");
		this.store.compact(3);
		this.setting.advance(200);
		assertThat(this.recorder.revisions).singleElement().satisfies((revision) -> {
			assertThat(revision.reason()).isEqualTo(ResyncReason.COMPACTED);
			assertThat(revision.changes()).containsOnlyKeys("/a/", "/b/");
		});
		this.store.watch("/b/").letGo();
		this.setting.advance(20);
		assertThat(this.recorder.calls).hasSize(1);
		assertThat(this.recorder.duplicates).isEqualTo(1);
	}

	@Test
	void offerWhenMemoryEndsInItsMidstIsCountedAnew() {
		MirrorSettings settings = Setting.withMaxBacklog(this.setting.settings, 10);
		Surroundings<Store> surroundings = new Surroundings<>(this.store, new GuardedLoop(this.setting.loop),
				() -> 0.5);
		MirrorGroup group = new MirrorGroup(surroundings, settings, this.recorder, List.of("/a/"),
				InitialImage.live(this.store.image("/a/")));
		Sequencer sequencer = group.sequencer();
		Mirror mirror = group.mirrors().get(0);
		assertThatExceptionOfType(OutOfMemoryError.class)
			.isThrownBy(() -> sequencer.offer(mirror, new Exhausting(puts(1, 10))));
		sequencer.recover();
		sequencer.adopted(List.of(mirror), 20, true);
		sequencer.offer(mirror, puts(21, 10));
		assertThat(sequencer.isFull()).isFalse();
		sequencer.offer(mirror, puts(31, 1));
		assertThat(sequencer.isFull()).isTrue();
	}

	private static List<Change> puts(long first, int count) {
		return LongStream.range(first, first + count)
			.mapToObj((revision) -> (Change) new Change.Put(new KeyValue("/a/x", new byte[0], 1, revision)))
			.toList();
	}

	/**
	 * Changes that can be taken one by one, but not be counted.
	 */
	private static final class Exhausting extends AbstractList<Change> {

		private final List<Change> changes;

		Exhausting(List<Change> changes) {
			this.changes = changes;
		}

		@Override
		public Change get(int index) {
			return this.changes.get(index);
		}

		@Override
		public int size() {
			return this.changes.size();
		}

		@Override
		public Iterator<Change> iterator() {
			throw new OutOfMemoryError("Java heap space");
		}

	}

}
