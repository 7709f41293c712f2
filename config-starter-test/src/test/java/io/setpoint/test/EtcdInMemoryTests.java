package io.setpoint.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EtcdInMemory}. What it shares with a real etcd is in
 * {@link io.setpoint.test.contract}.
 */
class EtcdInMemoryTests {

	@Test
	void clientReadsWhatItHasWritten() {
		try (EtcdInMemory etcd = EtcdInMemory.start()) {
			etcd.put("a", "1");
			long revision = etcd.txn((txn) -> txn.put("b", "2").delete("a"));
			assertThat(revision).isEqualTo(3);
			assertThat(etcd.getAll("")).containsExactly(Map.entry("b", "2"));
			assertThat(etcd.client().entries("")).singleElement()
				.satisfies((entry) -> assertThat(entry.modRevision()).isEqualTo(3));
			assertThat(etcd.deletePrefix("")).isEqualTo(4);
			assertThat(etcd.compact()).isEqualTo(4);
		}
	}

	@Test
	void clientWhenCallIsRefusedSaysWhy() {
		try (EtcdInMemory etcd = EtcdInMemory.start()) {
			assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> etcd.compact(7))
				.withMessage("/v3/kv/compaction was refused: etcdserver: mvcc: required revision is a future revision");
		}
	}

	@Test
	void jetcdFollowsItsKeys() throws Exception {
		try (EtcdInMemory etcd = EtcdInMemory.start();
				Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
			CountDownLatch heard = new CountDownLatch(2);
			Watch.Watcher watcher = client.getWatchClient()
				.watch(bytes("a"), WatchOption.builder().isPrefix(true).withRevision(1).build(),
						(answer) -> answer.getEvents().forEach((event) -> heard.countDown()));
			client.getKVClient().put(bytes("a/1"), bytes("1")).get(20, TimeUnit.SECONDS);
			etcd.put("a/2", "2");
			assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
			watcher.close();
		}
	}

	@Test
	void restartKeepsKeysRevisionAndPort() {
		try (EtcdInMemory etcd = EtcdInMemory.start()) {
			etcd.put("a", "1");
			String endpoint = etcd.endpoint();
			etcd.stop();
			assertThat(etcd.isRunning()).isFalse();
			assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> etcd.get("a"))
				.withMessageContaining("stopped");
			etcd.restart();
			etcd.awaitReady();
			assertThat(etcd.endpoint()).isEqualTo(endpoint);
			assertThat(etcd.get("a")).isEqualTo("1");
			assertThat(etcd.revision()).isEqualTo(2);
		}
	}

	@Test
	void wipeBeginsAtTheFirstRevision() {
		try (EtcdInMemory etcd = EtcdInMemory.start()) {
			etcd.put("a", "1");
			etcd.wipe();
			assertThat(etcd.revision()).isEqualTo(1);
			assertThat(etcd.get("a")).isNull();
		}
	}

	@Test
	void leaseExpiresByTheTicker() {
		AtomicLong now = new AtomicLong();
		try (EtcdInMemory etcd = EtcdInMemory.builder().ticker(now::get).start()) {
			etcd.client().call("/v3/lease/grant", Map.of("ID", 7, "TTL", 60));
			etcd.client().call("/v3/kv/put", Map.of("key", Base64s.encode("a"), "value", "", "lease", 7));
			now.addAndGet(Duration.ofSeconds(59).toNanos());
			etcd.expireLeases();
			assertThat(etcd.get("a")).isNotNull();
			now.addAndGet(Duration.ofSeconds(1).toNanos());
			etcd.expireLeases();
			assertThat(etcd.get("a")).isNull();
		}
	}

	@Test
	void leaseBeginsAnewWhenRestarted() {
		AtomicLong now = new AtomicLong();
		try (EtcdInMemory etcd = EtcdInMemory.builder().ticker(now::get).start()) {
			etcd.client().call("/v3/lease/grant", Map.of("ID", 7, "TTL", 60));
			etcd.stop();
			now.addAndGet(Duration.ofSeconds(120).toNanos());
			etcd.restart();
			assertThat(etcd.client().call("/v3/lease/timetolive", Map.of("ID", 7))).containsEntry("TTL", "60");
		}
	}

	@Test
	void whatItHasNotIsNamed() {
		try (EtcdInMemory etcd = EtcdInMemory.start()) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(etcd::access)
				.withMessage("The etcd in the JVM has no authentication: use an EtcdServer.");
			assertThatIllegalStateException().isThrownBy(etcd::authority)
				.withMessage("The etcd in the JVM does not use TLS: use an EtcdServer.");
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> etcd.client().call("/v3/auth/enable", Map.of()))
				.withMessageContaining("does not know /v3/auth/enable");
		}
	}

	@Test
	void closeLeavesNoThreadBehind() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (EtcdInMemory etcd = EtcdInMemory.start()) {
			etcd.put("a", "1");
			etcd.restart();
			assertThat(threadsBeyond(before)).isNotEmpty();
		}
		Condition.await(Duration.ofSeconds(30), () -> threadsBeyond(before).isEmpty());
		assertThat(threadsBeyond(before)).isEmpty();
	}

	@Test
	void manyKeysAndWatchesAreServed() throws Exception {
		int watches = 1000;
		try (EtcdInMemory etcd = EtcdInMemory.start();
				Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
			Map<String, String> values = new LinkedHashMap<>();
			for (int i = 0; i < 10_000; i++) {
				values.put("key/%05d".formatted(i), "value " + i);
			}
			etcd.client().putAll(values);
			assertThat(etcd.getAll("key/")).hasSize(10_000);
			CountDownLatch created = new CountDownLatch(watches);
			CountDownLatch heard = new CountDownLatch(watches);
			WatchOption option = WatchOption.builder().isPrefix(true).withCreateNotify(true).build();
			for (int i = 0; i < watches; i++) {
				client.getWatchClient().watch(bytes("key/"), option, (answer) -> {
					if (answer.isCreatedNotify()) {
						created.countDown();
					}
					answer.getEvents().forEach((event) -> heard.countDown());
				});
			}
			assertThat(created.await(60, TimeUnit.SECONDS)).isTrue();
			etcd.put("key/00000", "changed");
			assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static Set<Thread> threadsBeyond(Set<Thread> before) {
		Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
		threads.removeAll(before);
		return threads;
	}

	private static ByteSequence bytes(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

}
