package io.setpoint.store;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.setpoint.test.EtcdMember;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JetcdStore} when its etcd fails.
 */
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class JetcdStoreFaultTests {

	private static final Duration SHORT = Duration.ofMillis(500);

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private EtcdMember etcd;

	private Store store;

	private final RecordingListener listener = new RecordingListener();

	@BeforeEach
	void start() {
		this.etcd = EtcdMember.start();
		this.store = Stores.connect(EtcdConnection.to(this.etcd.url()).withTimeouts(SHORT, AMPLE));
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.etcd.close();
	}

	@Test
	void watchWhenServerIsKilledEndsOnceAndNeverResumes() {
		get(this.store.read(List.of("/a/")));
		Watch failed = this.store.watch("/a/", 1, this.listener);
		this.listener.awaitCreated();
		this.etcd.kill();
		assertThat(this.listener.awaitEnd()).isInstanceOf(StoreUnreachableException.class)
			.hasMessage("etcd at " + this.etcd.url() + " is out of reach");
		this.etcd.restart();
		this.store.renew(failed);
		RecordingListener fresh = new RecordingListener();
		this.store.watch("/a/", 1, fresh);
		fresh.awaitCreated();
		this.etcd.ctl("put", "/a/a", "1");
		fresh.awaitChanges(1);
		assertThat(this.etcd.watchStreams()).isOne();
		assertThat(this.listener.changes()).isEmpty();
		assertThat(this.listener.ends).hasSize(1);
	}

	@Test
	void watchWhenNothingListensEndsWithTheReason() throws IOException {
		try (Store nowhere = Stores.connect(EtcdConnection.to("http://127.0.0.1:" + DeafPorts.next()))) {
			nowhere.watch("/a/", 1, this.listener);
			assertThat(this.listener.awaitEnd()).isInstanceOf(StoreUnreachableException.class)
				.hasMessageStartingWith("Nothing listens for etcd at http://127.0.0.1:");
		}
	}

	@Test
	void readWhenNothingListensFailsInTimeAndNamesTheEndpoints() throws IOException {
		String url = "http://127.0.0.1:" + DeafPorts.next();
		try (Store nowhere = Stores.connect(EtcdConnection.to(url).withTimeouts(SHORT, SHORT))) {
			assertThat(failure(nowhere.read(List.of("/a/")))).isInstanceOf(StoreUnreachableException.class)
				.hasMessage("No answer from etcd at " + url + " within 500 ms");
		}
	}

	@Test
	void readWhenServerIsFrozenFailsInTimeAndWorksAfterwards() {
		try (Store hasty = Stores.connect(EtcdConnection.to(this.etcd.url()).withTimeouts(SHORT, SHORT))) {
			RecordingListener.await(() -> failure(hasty.read(List.of("/a/"))) == null);
			this.etcd.freeze();
			assertThat(failure(hasty.read(List.of("/a/")))).isInstanceOf(StoreUnreachableException.class)
				.hasMessage("No answer from etcd at " + this.etcd.url() + " within 500 ms");
			assertThat(failure(hasty.touched("/a/", 2))).isInstanceOf(StoreUnreachableException.class);
			this.etcd.thaw();
			RecordingListener.await(() -> failure(hasty.read(List.of("/a/"))) == null);
		}
	}

	@Test
	void renewWhileReadIsUnderWayMakesItOnTheNewConnection() {
		Watch watch = this.store.watch("/a/", 1, this.listener);
		this.listener.awaitCreated();
		this.etcd.freeze();
		CompletableFuture<Image> read = this.store.read(List.of("/a/"));
		this.store.renew(watch);
		this.listener.awaitEnd();
		this.etcd.thaw();
		assertThat(get(read).entries("/a/")).isEmpty();
	}

	@Test
	void closeWhileReadIsUnderWayFailsIt() {
		get(this.store.read(List.of("/a/")));
		this.etcd.freeze();
		CompletableFuture<Image> read = this.store.read(List.of("/a/"));
		this.store.close();
		assertThat(failure(read)).isExactlyInstanceOf(StoreException.class)
			.hasMessage("The connection to etcd has been closed");
		this.etcd.thaw();
	}

	@Test
	void watchWhenStoreIsClosedEnds() {
		this.store.close();
		this.store.watch("/a/", 1, this.listener);
		assertThat(this.listener.awaitEnd()).hasMessage("The connection to etcd has been closed");
	}

	@Test
	void connectDoesNoInputOutputAndNeedsNoThread() {
		long before = threads();
		for (int i = 0; i < 100; i++) {
			Stores.connect(EtcdConnection.to("http://nowhere.invalid:2379"));
		}
		assertThat(threads()).isLessThanOrEqualTo(before);
	}

	@Test
	void renewAndCloseLeaveNoThread() {
		get(this.store.read(List.of("/a/")));
		for (int i = 0; i < 20; i++) {
			RecordingListener each = new RecordingListener();
			Watch watch = this.store.watch("/a/", 1, each);
			each.awaitCreated();
			this.store.renew(watch);
			each.awaitEnd();
		}
		this.store.close();
		RecordingListener.await(() -> threads() == 0);
		RecordingListener.await(() -> this.etcd.watchStreams() == 0);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("setpoint-etcd-") || thread.getName().startsWith("jetcd-"))
			.count();
	}

	private static <T> T get(CompletableFuture<T> future) {
		return future.orTimeout(30, TimeUnit.SECONDS).join();
	}

	@SuppressWarnings("NullAway")
	private static Throwable failure(CompletableFuture<?> future) {
		return future.handle((value, failure) -> failure).orTimeout(30, TimeUnit.SECONDS).join();
	}

}
