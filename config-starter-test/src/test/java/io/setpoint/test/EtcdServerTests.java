package io.setpoint.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EtcdServer}.
 */
class EtcdServerTests {

	private static EtcdServer etcd;

	@BeforeAll
	static void start() {
		etcd = EtcdServer.start();
	}

	@AfterAll
	static void close() {
		etcd.close();
	}

	@AfterEach
	void empty() {
		etcd.deletePrefix("");
	}

	@Test
	void putWhenKeyIsNewReturnsRevisionOfEntry() {
		long revision = etcd.put("/a", "grün");
		EtcdEntry entry = etcd.client().entry("/a");
		assertThat(entry).isNotNull();
		assertThat(entry.text()).isEqualTo("grün");
		assertThat(entry.modRevision()).isEqualTo(revision).isEqualTo(etcd.revision());
		assertThat(entry.createRevision()).isEqualTo(revision);
		assertThat(entry.version()).isEqualTo(1);
		assertThat(entry).hasToString("'/a' @ revision " + revision);
	}

	@Test
	void getWhenKeyIsAbsentReturnsNull() {
		assertThat(etcd.get("/absent")).isNull();
	}

	@Test
	void getWhenValueIsEmptyReturnsEmptyText() {
		etcd.put("/empty", "");
		assertThat(etcd.get("/empty")).isEmpty();
	}

	@Test
	void deletePrefixWhenOtherKeysExistLeavesThem() {
		etcd.txn((txn) -> txn.put("/a/1", "x").put("/a/2", "y").put("/b", "z"));
		etcd.deletePrefix("/a/");
		assertThat(etcd.getAll("")).containsExactly(Map.entry("/b", "z"));
	}

	@Test
	void txnWhenItHasSeveralOperationsUsesOneRevision() {
		long before = etcd.put("/old", "x");
		long revision = etcd.txn((txn) -> txn.put("/a", "1").put("/b", "2").delete("/old"));
		assertThat(revision).isEqualTo(before + 1);
		assertThat(etcd.client().entries("")).extracting(EtcdEntry::modRevision).containsExactly(revision, revision);
	}

	@Test
	void txnWhenItHasNoOperationOrTooManyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.txn((txn) -> {
		})).withMessage("A transaction of etcd takes 1 to 128 operations, not 0.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> etcd.txn((txn) -> IntStream.range(0, 129).forEach((index) -> txn.put("/" + index, ""))))
			.withMessage("A transaction of etcd takes 1 to 128 operations, not 129.");
	}

	@Test
	void putAllWhenThereAreManyValuesUsesSeveralTransactions() {
		Map<String, String> values = IntStream.range(0, 300)
			.boxed()
			.collect(Collectors.toMap((index) -> "/many/" + index, String::valueOf));
		long before = etcd.revision();
		assertThat(etcd.client().putAll(values)).isEqualTo(before + 3);
		assertThat(etcd.getAll("/many/")).isEqualTo(values);
	}

	@Test
	void compactWhenRevisionIsCompactedRefusesItNow() {
		etcd.put("/a", "1");
		long compacted = etcd.compact();
		assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> etcd.compact(compacted))
			.withMessage("/v3/kv/compaction at %s was refused: etcdserver: mvcc: required revision has been compacted",
					etcd.endpoint())
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
	}

	@Test
	void restartWhenServerWasKilledKeepsDataAndPort() {
		long revision = etcd.put("/a", "1");
		int port = etcd.port();
		etcd.kill();
		assertThat(etcd.isRunning()).isFalse();
		assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> etcd.get("/a"))
			.withMessageStartingWith(
					"/v3/kv/range at " + etcd.endpoint() + " got no answer: java.net.ConnectException");
		assertThatIllegalStateException().isThrownBy(etcd::pid).withMessage(etcd + " is not running.");
		etcd.restart();
		assertThat(etcd.port()).isEqualTo(port);
		assertThat(etcd.get("/a")).isEqualTo("1");
		assertThat(etcd.revision()).isEqualTo(revision);
	}

	@Test
	void restartWhenServerWasStoppedKeepsData() {
		etcd.put("/a", "1");
		etcd.stop();
		assertThat(etcd.isRunning()).isFalse();
		etcd.restart();
		assertThat(etcd.get("/a")).isEqualTo("1");
	}

	@Test
	void thawWhenServerIsFrozenLetsItAnswerAgain() {
		etcd.put("/a", "1");
		etcd.freeze();
		assertThat(etcd.isRunning()).isTrue();
		assertThat(etcd.client().isServing(Duration.ofMillis(100))).isFalse();
		etcd.thaw();
		assertThat(etcd.get("/a")).isEqualTo("1");
	}

	@Test
	void wipeWhenKeysExistStartsAtFirstRevision() {
		etcd.put("/a", "1");
		int port = etcd.port();
		etcd.wipe();
		assertThat(etcd.revision()).isEqualTo(1);
		assertThat(etcd.get("/a")).isNull();
		assertThat(etcd.port()).isEqualTo(port);
	}

	@Test
	void restoreWhenKeysWereWrittenSinceTheBackupGoesBack() {
		etcd.put("/a", "before");
		EtcdBackup backup = etcd.backup();
		etcd.txn((txn) -> txn.put("/a", "after").put("/b", "after"));
		etcd.restore(backup);
		assertThat(etcd.getAll("")).containsExactly(Map.entry("/a", "before"));
		assertThat(etcd.revision()).isEqualTo(backup.revision());
	}

	@Test
	void relayWhenItRefusesLeavesTheServerReachableDirectly() {
		EtcdClient relayed = new EtcdClient(new HttpGateway(List.of(etcd.relayedEndpoint()), null));
		relayed.put("/a", "1");
		etcd.relay().refuse();
		assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> relayed.get("/a"));
		assertThat(etcd.get("/a")).isEqualTo("1");
		etcd.relay().pass();
		assertThat(relayed.get("/a")).isEqualTo("1");
	}

	@Test
	void startWhenFlagIsUnknownFailsWithItsOutput() {
		assertThatExceptionOfType(EtcdStartException.class)
			.isThrownBy(() -> EtcdServer.builder().flags("--no-such-flag").start())
			.withMessageContaining("ended while it was starting. Its last output:")
			.withMessageContaining("no-such-flag");
	}

	@Test
	void startWhenFixedPortIsTakenFailsWithItsOutput() {
		assertThatExceptionOfType(EtcdStartException.class)
			.isThrownBy(() -> EtcdServer.builder().clientPort(etcd.port()).start())
			.withMessageContaining("address already in use");
	}

	@Test
	void closeWhenServerIsFrozenLeavesNoProcessAndNoFile() {
		EtcdServer other = EtcdServer.start();
		ProcessHandle process = ProcessHandle.of(other.pid()).orElseThrow();
		Path folder = Path.of(process.info().arguments().orElseThrow()[3]).getParent();
		assertThat(folder).isDirectory();
		other.freeze();
		other.close();
		assertThat(process.isAlive()).isFalse();
		assertThat(Files.exists(folder)).isFalse();
	}

}
