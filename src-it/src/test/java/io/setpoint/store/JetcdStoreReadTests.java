package io.setpoint.store;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.etcd.jetcd.ByteSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the reads of {@link JetcdStore}.
 */
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class JetcdStoreReadTests extends AbstractStoreTests {

	@Test
	void readWhenPrefixIsEmptyReturnsNoEntriesAtTheCurrentRevision() {
		long revision = writer.put("/elsewhere/a", "1");
		Image image = get(store.read(List.of("/nothing/")));
		assertThat(image.entries("/nothing/")).isEmpty();
		assertThat(image.revision()).isEqualTo(revision);
		assertThat(image.clusterId()).isNotZero();
	}

	@Test
	void readWhenPrefixesHaveKeysReturnsEachInOrderOfItsKeys() {
		long first = writer.put("/several/b/y", "2");
		long second = writer.put("/several/a/x", "1");
		long third = writer.put("/several/b/x", "3");
		Image image = get(store.read(List.of("/several/b/", "/several/a/")));
		assertThat(image.entries("/several/a/")).containsExactly(entry("/several/a/x", "1", second));
		assertThat(image.entries("/several/b/")).containsExactly(entry("/several/b/x", "3", third),
				entry("/several/b/y", "2", first));
		assertThat(image.revision()).isEqualTo(third);
	}

	@Test
	void readWhenOtherPrefixBeginsAlikeLeavesItOut() {
		writer.put("/app/a", "1");
		writer.put("/app2/a", "1");
		writer.put("/app", "1");
		assertThat(keys(get(store.read(List.of("/app/"))), "/app/")).containsExactly("/app/a");
	}

	@Test
	void readWhenThereAreManyPagesReturnsEveryKeyOnce() {
		writer.fill("/many/", 12_345);
		List<String> keys = keys(get(store.read(List.of("/many/"))), "/many/");
		assertThat(keys).hasSize(12_345).doesNotHaveDuplicates().isSorted();
		assertThat(keys.get(12_344)).isEqualTo("/many/012344");
	}

	@Test
	void readWhileKeysAreWrittenShowsOneRevision() {
		writer.fill("/pinned/a/", 3000);
		long revision = writer.fill("/pinned/b/", 3000);
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
			for (int i = 0; !done.get(); i++) {
				writer.txn(Writer.putOp("/pinned/a/000000", "" + i), Writer.putOp("/pinned/b/002999", "" + i));
			}
		});
		try {
			RecordingListener.await(() -> get(store.read(List.of("/pinned/a/"))).revision() > revision + 10);
			for (int i = 0; i < 10; i++) {
				Image image = get(store.read(List.of("/pinned/a/", "/pinned/b/")));
				List<KeyValue> last = image.entries("/pinned/b/");
				assertThat(image.entries("/pinned/a/").get(0).value()).isEqualTo(last.get(2999).value());
				assertThat(last.get(2999).modRevision()).isLessThanOrEqualTo(image.revision());
			}
		}
		finally {
			done.set(true);
			writing.join();
		}
	}

	@Test
	void readWhenCompactedBetweenPagesStartsOver() {
		writer.fill("/moved/", 600);
		Link link = new Link(EtcdConnection.to(etcd.url()), Executors.newCachedThreadPool());
		AtomicInteger pages = new AtomicInteger();
		PagedRead read = new PagedRead(List.of("/moved/"), 0, false,
				new PageSize(PageSize.first(), Duration.ofSeconds(5)), () -> {
				});
		Image image = get(PageByPage.read(read, (request) -> {
			if (pages.incrementAndGet() == 2) {
				writer.compact(writer.put("/moved/000599", "later"));
			}
			return Ranges.read(link.client(), Ranges.page(request))
				.thenApply(Ranges::page)
				.exceptionallyCompose((ex) -> CompletableFuture.failedFuture(link.failures().translate(ex)));
		}));
		assertThat(pages).hasValueGreaterThan(2);
		assertThat(image.entries("/moved/")).hasSize(600);
		assertThat(image.entries("/moved/").get(599).value()).isEqualTo("later".getBytes());
		link.close();
	}

	@Test
	void readWhenValuesAreLargeReturnsThemAll() {
		byte[] value = new byte[1024 * 1024];
		for (int i = 0; i < 80; i++) {
			Arrays.fill(value, (byte) i);
			writer.put(Writer.bytes("/large/%02d".formatted(i)), ByteSequence.from(value));
		}
		Image image = get(store.read(List.of("/large/")));
		assertThat(image.entries("/large/")).hasSize(80).allSatisfy((entry) -> {
			assertThat(entry.value()).hasSize(1024 * 1024);
			assertThat(entry.value()[0]).isEqualTo(Byte.parseByte(entry.key().substring(7)));
		});
	}

	@Test
	void readWhenOneValueExceedsTheLimitFailsWithAnswerTooLarge() {
		writer.put(Writer.bytes("/toolarge/a"), ByteSequence.from(new byte[200_000]));
		try (Store small = Stores.connect(EtcdConnection.to(etcd.url()).withMaxInboundMessageSize(100_000))) {
			assertThat(failure(small.read(List.of("/toolarge/")))).isInstanceOf(AnswerTooLargeException.class)
				.hasMessage("An answer of etcd at " + etcd.url() + " exceeds 100000 bytes");
		}
	}

	@Test
	void readWhenKeyIsNotUtf8EscapesItsBytes() {
		byte[] key = { '/', 'b', 'i', 'n', '/', (byte) 0xFF, 'x', (byte) 0xC3 };
		writer.put(ByteSequence.from(key), Writer.bytes("1"));
		writer.put("/bin/\u00e4", "2");
		assertThat(keys(get(store.read(List.of("/bin/"))), "/bin/")).containsExactly("/bin/\u00e4", "/bin/\\xFFx\\xC3");
	}

	@Test
	void readAtWhenRevisionIsOldReturnsWhatWasThen() {
		long first = writer.put("/past/a", "1");
		long second = writer.put("/past/a", "2");
		writer.delete("/past/a");
		assertThat(get(store.readAt(List.of("/past/"), second)).entries("/past/"))
			.containsExactly(entry("/past/a", "2", first, second));
		assertThat(get(store.readAt(List.of("/past/"), second)).revision()).isEqualTo(second);
		assertThat(get(store.readAt(List.of("/past/"), second + 1)).entries("/past/")).isEmpty();
	}

	@Test
	void readAtWhenRevisionIsCompactedFails() {
		long revision = writer.put("/compacted/a", "1");
		long later = writer.put("/compacted/a", "2");
		writer.compact(later);
		assertThat(failure(store.readAt(List.of("/compacted/"), revision)))
			.isInstanceOf(RevisionCompactedException.class);
		assertThat(get(store.readAt(List.of("/compacted/"), later)).entries("/compacted/")).hasSize(1);
	}

	@Test
	void readAtWhenRevisionIsNotReachedFails() {
		long revision = writer.put("/future/a", "1");
		assertThat(failure(store.readAt(List.of("/future/"), revision + 1000)))
			.isInstanceOf(FutureRevisionException.class);
	}

	@Test
	void readIndexReturnsKeysWithTheirRevisions() {
		long first = writer.put("/index/a", "1");
		long second = writer.put("/index/b", "2");
		writer.put("/index/b", "3");
		Index index = get(store.readIndex("/index/", second));
		assertThat(index.modRevisions()).isEqualTo(Map.of("/index/a", first, "/index/b", second));
		assertThat(index.revision()).isEqualTo(second);
	}

	@Test
	void readIndexWhenRevisionIsNotReachedFails() {
		assertThat(failure(store.readIndex("/index/", 1_000_000))).isInstanceOf(FutureRevisionException.class);
	}

	@Test
	void touchedWhenKeyWasPutReturnsTrue() {
		long created = writer.put("/touched/put/a", "1");
		long changed = writer.put("/touched/put/a", "2");
		assertThat(get(store.touched("/touched/put/", created))).isTrue();
		assertThat(get(store.touched("/touched/put/", changed))).isTrue();
	}

	@Test
	void touchedWhenKeyWasDeletedReturnsTrue() {
		writer.put("/touched/delete/a", "1");
		writer.put("/touched/delete/b", "1");
		long deleted = writer.delete("/touched/delete/a");
		long all = writer.deletePrefix("/touched/delete/");
		assertThat(get(store.touched("/touched/delete/", deleted))).isTrue();
		assertThat(get(store.touched("/touched/delete/", all))).isTrue();
	}

	@Test
	void touchedWhenKeysWerePutAndDeletedTogetherReturnsTrue() {
		writer.put("/touched/both/a", "1");
		long both = writer.txn(Writer.deleteOp("/touched/both/a"), Writer.putOp("/touched/both/b", "1"));
		assertThat(get(store.touched("/touched/both/", both))).isTrue();
	}

	@Test
	void touchedWhenOtherKeysWereChangedReturnsFalse() {
		writer.put("/touched/other/a", "1");
		writer.put("/touched/other/b", "1");
		long elsewhere = writer.put("/touched/other2/a", "1");
		writer.put("/touched/other/a", "2");
		assertThat(get(store.touched("/touched/other/", elsewhere))).isFalse();
		assertThat(get(store.touched("/touched/other/", 1))).isFalse();
	}

	@Test
	void touchedWhenRevisionBeforeIsCompactedFails() {
		long revision = writer.put("/touched/compacted/a", "1");
		writer.put("/touched/compacted/a", "2");
		writer.compact(revision);
		assertThat(failure(store.touched("/touched/compacted/", revision)))
			.isInstanceOf(RevisionCompactedException.class);
	}

	@Test
	void touchedWhenRevisionIsNotReachedFails() {
		assertThat(failure(store.touched("/touched/", 1_000_000))).isInstanceOf(FutureRevisionException.class);
	}

	@Test
	void readWhenRangeDoesNotEndInSlashGivesThatKeyOnly() {
		writer.put("/single", "1");
		writer.put("/single/below", "2");
		writer.put("/singles", "3");
		assertThat(get(store.read(List.of("/single"))).entries("/single")).extracting(KeyValue::key)
			.containsExactly("/single");
	}

	@Test
	void readWhenStoreIsClosedFails() {
		Store closed = Stores.connect(EtcdConnection.to(etcd.url()));
		closed.close();
		assertThat(failure(closed.read(List.of("/app/")))).isExactlyInstanceOf(StoreException.class)
			.hasMessage("The connection to etcd has been closed");
	}

	private static KeyValue entry(String key, String value, long revision) {
		return entry(key, value, revision, revision);
	}

	private static KeyValue entry(String key, String value, long createRevision, long modRevision) {
		return new KeyValue(key, value.getBytes(), createRevision, modRevision);
	}

	private static List<String> keys(Image image, String prefix) {
		return image.entries(prefix).stream().map(KeyValue::key).toList();
	}

	private static <T> T get(CompletableFuture<T> future) {
		return future.orTimeout(30, TimeUnit.SECONDS).join();
	}

	private static Throwable failure(CompletableFuture<?> future) {
		return future.handle((value, failure) -> failure).orTimeout(30, TimeUnit.SECONDS).join();
	}

}
