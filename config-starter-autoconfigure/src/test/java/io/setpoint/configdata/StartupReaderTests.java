package io.setpoint.configdata;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.NobodyListensException;
import io.setpoint.store.StoreException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link StartupReader}.
 */
class StartupReaderTests {

	private static final List<String> RANGES = List.of("/a/");

	private static final Duration CALL = Duration.ofMillis(300);

	private final AtomicInteger requests = new AtomicInteger();

	private final CountDownLatch askedAgain = new CountDownLatch(1);

	@Test
	void optionalLocationWaitsForAnEtcdThatIsBusy() throws IOException {
		ExecutorService executor = Executors.newCachedThreadPool();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(executor);
		server.createContext("/", this::answerTheSecondTime);
		server.start();
		try {
			StartupReader reader = reader(server.getAddress().getPort(), Duration.ofMinutes(1));
			assertThat(reader.read(RANGES, false).revision()).isEqualTo(7);
			assertThat(this.requests).hasValueGreaterThanOrEqualTo(2);
			reader.close();
		}
		finally {
			server.stop(0);
			executor.shutdownNow();
		}
	}

	@Test
	void revisionThatIsCompactedMeanwhileStaysTheOneToWatchFrom() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", this::answerCompactedTheSecondTime);
		server.start();
		try {
			EtcdConnection connection = connection(server.getAddress().getPort(), Duration.ofSeconds(20));
			StartupReader reader = new StartupReader(connection, Duration.ofMinutes(1), true);
			assertThat(reader.read(RANGES, true).revision()).isEqualTo(7);
			assertThat(reader.read(List.of("/b/"), true).revision()).isEqualTo(9);
			assertThat(reader.revision()).isEqualTo(7);
			reader.close();
		}
		finally {
			server.stop(0);
		}
	}

	private void answerCompactedTheSecondTime(HttpExchange exchange) throws IOException {
		int request = this.requests.incrementAndGet();
		String compacted = "etcdserver: mvcc: required revision has been compacted";
		String body = (request == 2) ? "{\"error\":\"" + compacted + "\",\"message\":\"" + compacted + "\",\"code\":11}"
				: "{\"header\":{\"cluster_id\":\"1\",\"revision\":\"" + ((request == 1) ? 7 : 9) + "\"}}";
		exchange.sendResponseHeaders((request == 2) ? 400 : 200, body.length());
		exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
		exchange.close();
	}

	private void answerTheSecondTime(HttpExchange exchange) throws IOException {
		if (this.requests.incrementAndGet() == 1) {
			await();
		}
		this.askedAgain.countDown();
		byte[] body = "{\"header\":{\"cluster_id\":\"1\",\"revision\":\"7\"}}".getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private void await() {
		try {
			this.askedAgain.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void optionalLocationDoesNotWaitWhereNobodyListens() throws IOException {
		StartupReader reader = reader(unusedPort(), Duration.ofDays(1));
		assertThatExceptionOfType(NobodyListensException.class).isThrownBy(() -> reader.read(RANGES, false));
		reader.close();
	}

	@Test
	void requiredLocationWaitsAsLongAsItMay() throws IOException {
		StartupReader reader = reader(unusedPort(), Duration.ofSeconds(1));
		long begin = System.nanoTime();
		assertThatExceptionOfType(NobodyListensException.class).isThrownBy(() -> reader.read(RANGES, true));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(500));
		reader.close();
	}

	@Test
	void locationThatIsReadWhenTheTimeIsSpentFailsForTheSameReason() throws IOException {
		StartupReader reader = reader(unusedPort(), Duration.ofMillis(300));
		StoreException reason = catchThrowableOfType(StoreException.class, () -> reader.read(RANGES, true));
		assertThatExceptionOfType(NobodyListensException.class).isThrownBy(() -> reader.read(List.of("/b/"), true))
			.isSameAs(reason);
		reader.close();
	}

	private static StartupReader reader(int port, Duration budget) {
		return new StartupReader(connection(port, CALL), budget, true);
	}

	private static EtcdConnection connection(int port, Duration call) {
		return EtcdConnection.to("http://127.0.0.1:" + port).withTimeouts(call, call);
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
