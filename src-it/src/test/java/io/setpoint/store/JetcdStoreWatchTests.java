package io.setpoint.store;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.op.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the watches of {@link JetcdStore}.
 */
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class JetcdStoreWatchTests extends AbstractStoreTests {

	private final RecordingListener listener = new RecordingListener();

	@Test
	void watchWhenOpenedTellsItsHeader() {
		long revision = writer.put("/created/a", "1");
		try (Watch watch = store.watch("/created/", revision + 1, this.listener)) {
			Header header = this.listener.awaitCreated();
			assertThat(header.revision()).isEqualTo(revision);
			assertThat(header.clusterId()).isNotZero();
			assertThat(header.memberId()).isNotZero();
			assertThat(header.raftTerm()).isPositive();
			assertThat(watch).isNotNull();
		}
	}

	@Test
	void watchWhenKeysChangeTellsPutsAndDeletesInOrder() {
		long revision = writer.put("/events/a", "0");
		try (Watch watch = store.watch("/events/", revision + 1, this.listener)) {
			this.listener.awaitCreated();
			writer.put("/events/a", "1");
			writer.put("/events2/a", "1");
			writer.delete("/events/a");
			assertThat(this.listener.awaitChanges(2)).containsExactly(
					new Change.Put(new KeyValue("/events/a", "1".getBytes(), revision, revision + 1)),
					new Change.Delete("/events/a", revision + 3));
			assertThat(watch).isNotNull();
		}
	}

	@Test
	void watchTellsOnTheThreadThatReadsTheConnection() {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		RecordingListener noting = new RecordingListener() {

			@Override
			public void changed(Header header, List<Change> changes) {
				threads.add(Thread.currentThread().getName());
				super.changed(header, changes);
			}

		};
		long revision = writer.put("/thread/a", "1");
		try (Watch watch = store.watch("/thread/", revision, noting)) {
			noting.awaitChanges(1);
			writer.put("/thread/a", "2");
			noting.awaitChanges(2);
			assertThat(threads).singleElement().asString().contains("worker-ELG");
			assertThat(watch).isNotNull();
		}
	}

	@Test
	void watchWhenRevisionIsInThePastTellsWhatHappenedSince() {
		long revision = writer.put("/past/a", "1");
		writer.put("/past/a", "2");
		try (Watch watch = store.watch("/past/", revision, this.listener)) {
			assertThat(this.listener.awaitChanges(2)).extracting(Change::revision)
				.containsExactly(revision, revision + 1);
			assertThat(watch).isNotNull();
		}
	}

	@Test
	void watchWhenTransactionChangesManyKeysTellsThemTogether() {
		long revision = writer.put("/txn/a", "1");
		try (Watch watch = store.watch("/txn/", revision + 1, this.listener)) {
			this.listener.awaitCreated();
			writer.txn(IntStream.range(0, 128).mapToObj((i) -> Writer.putOp("/txn/" + i, "1")).toArray(Op[]::new));
			this.listener.awaitChanges(128);
			assertThat(this.listener.answers).hasSize(1);
			assertThat(this.listener.changes()).hasSize(128)
				.allSatisfy((change) -> assertThat(change.revision()).isEqualTo(revision + 1));
			assertThat(watch).isNotNull();
		}
	}

	@Test
	void watchWhenPrefixIsDeletedTellsAllDeletesTogether() {
		long revision = writer.fill("/gone/", 1500);
		try (Watch watch = store.watch("/gone/", revision + 1, this.listener)) {
			this.listener.awaitCreated();
			writer.deletePrefix("/gone/");
			this.listener.awaitChanges(1500);
			assertThat(this.listener.answers).hasSize(1);
			assertThat(this.listener.changes()).hasOnlyElementsOfType(Change.Delete.class);
			assertThat(watch).isNotNull();
		}
	}

	@Test
	void watchWhenValueIsLargeTellsIt() {
		long revision = writer.put("/large/a", "1");
		try (Watch watch = store.watch("/large/", revision + 1, this.listener)) {
			this.listener.awaitCreated();
			writer.put(Writer.bytes("/large/a"), ByteSequence.from(new byte[1024 * 1024]));
			assertThat(this.listener.awaitChanges(1)).singleElement()
				.isInstanceOfSatisfying(Change.Put.class,
						(put) -> assertThat(put.entry().value()).hasSize(1024 * 1024));
			assertThat(watch).isNotNull();
		}
	}

	@Test
	void watchWhenCatchUpExceedsTheLimitEndsWithAnswerTooLarge() {
		long revision = writer.put(Writer.bytes("/toolarge/a"), ByteSequence.from(new byte[200_000]));
		try (Store small = Stores.connect(EtcdConnection.to(etcd.url()).withMaxInboundMessageSize(100_000))) {
			small.watch("/toolarge/", revision, this.listener);
			assertThat(this.listener.awaitEnd()).isInstanceOf(AnswerTooLargeException.class);
			assertNoStreams();
		}
	}

	@Test
	void requestProgressTellsTheRevisionReached() {
		long revision = writer.put("/progress/a", "1");
		try (Watch watch = store.watch("/progress/", revision + 1, this.listener)) {
			this.listener.awaitCreated();
			long later = writer.put("/elsewhere/a", "1");
			watch.requestProgress();
			RecordingListener.await(() -> !this.listener.progress.isEmpty());
			assertThat(this.listener.progress.get(0).revision()).isGreaterThanOrEqualTo(later);
			assertThat(this.listener.answers).isEmpty();
		}
	}

	@Test
	void watchWhenRevisionIsCompactedEndsAndLeavesNoStream() {
		long revision = writer.put("/compacted/a", "1");
		long later = writer.put("/compacted/a", "2");
		writer.compact(later);
		List<RecordingListener> listeners = IntStream.range(0, 20).mapToObj((i) -> new RecordingListener()).toList();
		listeners.forEach((listener) -> store.watch("/compacted/", revision, listener));
		assertThat(listeners).allSatisfy((listener) -> assertThat(listener.awaitEnd()).isInstanceOfSatisfying(
				RevisionCompactedException.class, (cause) -> assertThat(cause.getCompactRevision()).isEqualTo(later)));
		assertNoStreams();
		assertThat(listeners).allSatisfy((listener) -> assertThat(listener.ends).hasSize(1));
	}

	@Test
	void closeEndsTheStreamAndTellsNothingMore() {
		long revision = writer.put("/closed/a", "1");
		Watch watch = store.watch("/closed/", revision + 1, this.listener);
		this.listener.awaitCreated();
		assertThat(etcd.watchStreams()).isPositive();
		watch.close();
		watch.close();
		watch.requestProgress();
		assertNoStreams();
		writer.put("/closed/a", "2");
		RecordingListener other = new RecordingListener();
		try (Watch second = store.watch("/closed/", revision + 1, other)) {
			other.awaitChanges(1);
			assertThat(second).isNotNull();
		}
		assertThat(this.listener.changes()).isEmpty();
		assertThat(this.listener.ends).isEmpty();
	}

	@Test
	void closeWhenCalledBeforeOpeningLeavesNoStream() {
		for (int i = 0; i < 50; i++) {
			store.watch("/quick/", 1, this.listener).close();
		}
		assertNoStreams();
		assertThat(this.listener.ends).isEmpty();
	}

	@Test
	void closeWhenCalledInCallbackEndsTheWatch() {
		CompletableFuture<Watch> own = new CompletableFuture<>();
		RecordingListener self = new RecordingListener() {

			@Override
			public void changed(Header header, List<Change> changes) {
				super.changed(header, changes);
				own.join().close();
			}

		};
		long revision = writer.put("/self/a", "1");
		own.complete(store.watch("/self/", revision, self));
		self.awaitChanges(1);
		assertNoStreams();
		assertThat(self.ends).isEmpty();
	}

	@Test
	void watchWhenListenerThrowsEndsInsteadOfLosingAChange() {
		RecordingListener broken = new RecordingListener() {

			@Override
			public void changed(Header header, List<Change> changes) {
				throw new IllegalStateException("not taken");
			}

		};
		long revision = writer.put("/broken/a", "1");
		store.watch("/broken/", revision, broken);
		assertThat(broken.awaitEnd()).isExactlyInstanceOf(StoreException.class)
			.hasMessage("What etcd sent for '/broken/' was not taken: java.lang.IllegalStateException");
		assertNoStreams();
	}

	@Test
	void renewEndsTheOtherWatchesOnceAndServesOnANewConnection() {
		RecordingListener other = new RecordingListener();
		long revision = writer.put("/renew/a", "1");
		Watch failed = store.watch("/renew/", revision + 1, this.listener);
		store.watch("/renew/", revision + 1, other);
		this.listener.awaitCreated();
		other.awaitCreated();
		failed.close();
		store.renew(failed);
		assertThat(other.awaitEnd()).isInstanceOf(StoreException.class);
		RecordingListener fresh = new RecordingListener();
		Watch current = store.watch("/renew/", revision + 1, fresh);
		fresh.awaitCreated();
		store.renew(failed);
		writer.put("/renew/a", "2");
		fresh.awaitChanges(1);
		assertThat(fresh.ends).isEmpty();
		assertThat(this.listener.ends).isEmpty();
		current.close();
		assertNoStreams();
	}

	@Test
	void watchWhenServerHasOldProgressIsNotTrusted() {
		try (Watch watch = store.watch("/trust/", 1, this.listener)) {
			this.listener.awaitCreated();
			boolean trusted = ServerVersion.of(etcd.ctl("version").replaceAll("(?s).*version: (\\S+)\nAPI.*", "$1"))
				.keepsProgressInStep();
			RecordingListener.await(() -> store.isProgressTrusted() == trusted);
			assertThat(watch).isNotNull();
		}
	}

	private static void assertNoStreams() {
		RecordingListener.await(() -> etcd.watchStreams() == 0);
	}

}
