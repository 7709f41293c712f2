package io.setpoint.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refreshes by hand.
 */
class RefreshTests {

	private final Setting setting = new Setting();

	private final ModelStore store = this.setting.store;

	private final Recorder recorder = this.setting.recorder;

	@Test
	void refreshWhenTheWatchIsLateTellsTheListenerFirst() {
		this.setting.live("/a/", "/b/");
		this.store.watch("/a/").hold();
		this.store.put("/a/x", "1");
		CompletableFuture<RefreshOutcome> outcome = this.setting.refresh();
		List<Integer> toldBefore = new ArrayList<>();
		outcome.thenRun(() -> toldBefore.add(this.recorder.calls.size()));
		this.setting.advance(5);
		assertThat(toldBefore).containsExactly(1);
		assertThat(outcome).isCompletedWithValueMatching((it) -> it.revision() == 2);
		assertThat(this.recorder.revisions).singleElement().satisfies((revision) -> {
			assertThat(revision.cause()).isEqualTo(Cause.REFRESH);
			assertThat(revision.number()).isEqualTo(2);
			assertThat(outcome.join().change()).isEqualTo(revision);
		});
		this.store.watch("/a/").letGo();
		this.setting.advance(5);
		assertThat(this.recorder.calls).hasSize(1);
		assertThat(this.recorder.duplicates).isEqualTo(1);
	}

	@Test
	void refreshWhenNothingDiffersCompletesWithoutChange() {
		this.setting.live("/a/");
		this.store.put("/a/x", "1");
		this.setting.advance(5);
		CompletableFuture<RefreshOutcome> outcome = this.setting.refresh();
		this.setting.advance(5);
		assertThat(outcome.join()).isEqualTo(new RefreshOutcome(2, null, Map.of()));
		assertThat(this.recorder.calls).hasSize(1);
	}

	@Test
	void refreshWhileChangesArriveKeepsTheirOrder() {
		this.setting.live("/a/");
		CompletableFuture<RefreshOutcome> outcome = this.setting.refresh();
		this.setting.loop.advance(Duration.ofNanos(600_000));
		this.store.put("/a/x", "1");
		this.store.put("/a/x", "2");
		this.setting.advance(5);
		assertThat(outcome.join().revision()).isEqualTo(1);
		assertThat(this.recorder.numbers()).containsExactly(2L, 3L);
	}

	@Test
	void refreshWhenOutOfReachFailsAtOnceWithASentence() {
		this.setting.live("/a/");
		this.setting.mirrors().named("/a/", "etcd:/a/");
		this.store.unreachable = true;
		this.store.endAll();
		this.setting.advance(2_000);
		int reads = this.store.calls("read");
		CompletableFuture<RefreshOutcome> outcome = this.setting.refresh();
		this.setting.advance(0);
		assertThat(outcome).isCompletedExceptionally();
		assertThat(failure(outcome)).isInstanceOf(StoreUnreachableException.class)
			.hasMessage("etcd is out of reach, the last good state of etcd:/a/ and all other locations stays: "
					+ "connection refused");
		assertThat(this.store.calls("read")).isEqualTo(reads);
	}

	@Test
	void refreshThatIsRefusedHasEtcdTriedAtOnceSoThatTheNextSucceeds() {
		awayFor(10_000);
		this.store.unreachable = false;
		CompletableFuture<RefreshOutcome> refused = this.setting.refresh();
		this.setting.advance(20);
		assertThat(failure(refused)).hasMessageContaining("etcd is out of reach");
		CompletableFuture<RefreshOutcome> outcome = this.setting.refresh();
		this.setting.advance(5);
		assertThat(outcome).isCompleted();
	}

	@Test
	void lookWhenEtcdIsBackDoesNotWaitForTheEndOfTheBackOff() {
		awayFor(10_000);
		this.store.unreachable = false;
		this.setting.advance(20);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.STALE);
		this.setting.mirrors().look();
		this.setting.advance(20);
		assertThat(this.setting.status("/a/").state()).isEqualTo(MirrorStatus.State.LIVE);
	}

	@Test
	void lookThatIsAskedForAgainAndAgainTriesEtcdFourTimesASecond() {
		awayFor(10_000);
		int calls = this.store.calls("read") + this.store.calls("watch");
		for (int i = 0; i < 1_000; i++) {
			this.setting.mirrors().look();
			this.setting.advance(1);
		}
		assertThat(this.store.calls("read") + this.store.calls("watch") - calls).isBetween(3, 5);
	}

	private void awayFor(int millis) {
		this.setting.randomness = () -> 0.99;
		this.setting.live("/a/");
		this.store.unreachable = true;
		this.store.endAll();
		this.setting.advance(millis);
		this.setting.mirrors().look();
		this.setting.advance(300);
	}

	@Test
	void refreshWhenTheReadFailsFails() {
		this.setting.live("/a/");
		this.store.failNext("read", new StoreUnreachableException("deadline", null));
		CompletableFuture<RefreshOutcome> outcome = this.setting.refresh();
		this.setting.advance(5);
		assertThat(failure(outcome)).hasMessage("deadline");
		this.store.put("/a/x", "1");
		this.setting.advance(5);
		assertThat(this.recorder.numbers()).containsExactly(2L);
	}

	@Test
	void refreshWhenThereIsNoAnswerFailsAndHoldsNothingForEver() {
		this.setting.live("/a/");
		this.store.freeze();
		CompletableFuture<RefreshOutcome> outcome = this.setting.refresh();
		this.setting.advance(2_100);
		this.store.thaw();
		assertThat(failure(outcome)).isInstanceOf(StoreUnreachableException.class);
		this.store.put("/a/x", "1");
		this.setting.advance(5_000);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
	}

	@Test
	void refreshWhenOnePrefixIsDeniedReadsTheOthersAndSaysSo() {
		this.setting.live("/a/", "/b/");
		this.store.denied.add("/b/");
		this.store.watch("/a/").hold();
		this.store.put("/a/x", "1");
		CompletableFuture<RefreshOutcome> outcome = this.setting.refresh();
		this.setting.advance(50);
		assertThat(outcome.join().unreadable()).containsOnlyKeys("/b/");
		assertThat(outcome.join().unreadable().get("/b/")).isInstanceOf(PermissionDeniedException.class);
		assertThat(this.recorder.value("/a/x")).isEqualTo("1");
	}

	@Test
	void refreshWhenStoppedFails() {
		this.setting.live("/a/");
		CompletableFuture<RefreshOutcome> before = this.setting.refresh();
		this.setting.mirrors().stop();
		CompletableFuture<RefreshOutcome> after = this.setting.refresh();
		this.setting.advance(5);
		assertThat(failure(before)).hasMessage("The watch of etcd has been stopped");
		assertThat(failure(after)).hasMessage("etcd is not being followed, so nothing was read");
	}

	@Test
	void refreshesWhenSeveralAtOnceShareOneRead() {
		this.setting.live("/a/");
		List<CompletableFuture<RefreshOutcome>> outcomes = List.of(this.setting.refresh(), this.setting.refresh());
		this.setting.advance(5);
		assertThat(outcomes).allMatch(CompletableFuture::isDone);
		assertThat(this.store.calls("read")).isEqualTo(1);
	}

	private static Throwable failure(CompletableFuture<?> future) {
		assertThat(future).isCompletedExceptionally();
		Throwable failure = future.handle((value, ex) -> ex).join();
		assertThat(failure).isInstanceOf(StoreException.class);
		return failure;
	}

}
