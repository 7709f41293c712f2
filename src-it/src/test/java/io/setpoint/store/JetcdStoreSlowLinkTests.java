package io.setpoint.store;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.setpoint.test.EtcdMember;
import io.setpoint.test.TcpRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the reads of {@link JetcdStore} over links that take longer for everything
 * than a call may take.
 */
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class JetcdStoreSlowLinkTests {

	private static final Duration SHORT = Duration.ofSeconds(2);

	private EtcdMember etcd;

	private TcpRelay relay;

	@BeforeEach
	void start() {
		this.etcd = EtcdMember.start();
		this.relay = TcpRelay.to(URI.create(this.etcd.url()).getPort());
	}

	@AfterEach
	void stop() {
		this.relay.close();
		this.etcd.close();
	}

	@ParameterizedTest
	@CsvSource({ "500000, 600, 2000", "20000, 300, 400", "200000, 10, 100000" })
	void readOverSlowLinkTakesItsTimeAndArrivesWhole(long bytesPerSecond, int keys, int bytes) {
		fill(keys, bytes);
		this.relay.throttle(bytesPerSecond);
		AtomicInteger parts = new AtomicInteger();
		try (Store store = Stores.connect(connection())) {
			Image image = untilRead(store, parts);
			assertThat(image.entries("/slow/")).hasSize(keys).allMatch((entry) -> entry.value().length == bytes);
			assertThat(parts).hasValueGreaterThan(2);
			assertThat(get(store.readIndex("/slow/", image.revision())).modRevisions()).hasSize(keys);
		}
	}

	@Test
	void readWhenLinkGetsSlowInTheMiddleKeepsWhatHasArrived() {
		fill(2000, 1000);
		AtomicInteger parts = new AtomicInteger();
		try (Store store = Stores.connect(connection())) {
			Image image = get(store.read(List.of("/slow/"), () -> {
				if (parts.incrementAndGet() == 2) {
					this.relay.throttle(400_000);
				}
			}));
			assertThat(image.entries("/slow/")).hasSize(2000);
		}
	}

	@Test
	void readWhenLinkDiesInTheMiddleFails() {
		fill(2000, 1000);
		try (Store store = Stores.connect(connection())) {
			CompletableFuture<Image> read = store.read(List.of("/slow/"), this.relay::blackHole);
			assertThat(read.handle((image, failure) -> failure).orTimeout(60, TimeUnit.SECONDS).join())
				.isInstanceOf(StoreUnreachableException.class);
		}
	}

	/**
	 * Read until it succeeds: the first page of the first read may be too large already.
	 * @param store the store
	 * @param parts counts the pages
	 * @return what was read
	 */
	private static Image untilRead(Store store, AtomicInteger parts) {
		for (int i = 0; i < 30; i++) {
			Image image = store.read(List.of("/slow/"), parts::incrementAndGet)
				.exceptionally((failure) -> new Image(0, 0, Map.of()))
				.orTimeout(60, TimeUnit.SECONDS)
				.join();
			if (image.revision() > 0) {
				return image;
			}
		}
		throw new AssertionError("The store was not read in thirty attempts");
	}

	private void fill(int keys, int bytes) {
		try (Writer writer = new Writer(this.etcd)) {
			for (int i = 0; i < keys; i += 10) {
				writer.fill("/slow/%04d/".formatted(i), 10, "x".repeat(bytes));
			}
		}
	}

	private EtcdConnection connection() {
		return EtcdConnection.to("http://127.0.0.1:" + this.relay.port()).withTimeouts(SHORT, SHORT);
	}

	private static <T> T get(CompletableFuture<T> future) {
		return future.orTimeout(60, TimeUnit.SECONDS).join();
	}

}
