package com.example;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import io.setpoint.test.EtcdTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@EtcdTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.cloud.gateway.server.webflux.httpclient.response-timeout=20s")
class GatewayTests {

	private static final String GATEWAY = "/config/gateway/spring/cloud/gateway/server/webflux/";

	private static final String ROUTES = GATEWAY + "routes/";

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static HttpServer target;

	@LocalServerPort
	private int port;

	@Autowired
	private Refreshes refreshes;

	private final Etcd etcd;

	private Acceptance acceptance;

	GatewayTests(Etcd etcd) {
		this.etcd = etcd;
	}

	@BeforeAll
	static void prepare(Etcd etcd) throws IOException {
		target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		target.createContext("/", (exchange) -> {
			byte[] path = exchange.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, path.length);
			exchange.getResponseBody().write(path);
			exchange.close();
		});
		target.start();
		etcd.txn((txn) -> route(txn, 0, "first"));
	}

	@AfterAll
	static void stop() {
		target.stop(0);
	}

	@BeforeEach
	void watch(@Autowired ApplicationContext context) throws Exception {
		this.acceptance = Acceptance.of(this.etcd, context);
		assertRouted("first");
		assertNotRouted("second");
	}

	@AfterEach
	void reset() {
		this.acceptance.txn((txn) -> txn.deletePrefix(ROUTES + "1/")
			.deletePrefix(ROUTES + "2/")
			.put(GATEWAY + "fail-on-route-definition-error", "true"));
		awaitStatus("second", 404);
	}

	@Test
	void routeWhenPutInOneTransactionIsRoutedUntilItIsDeleted() throws Exception {
		this.acceptance.txn((txn) -> route(txn, 1, "second"));
		awaitStatus("second", 200);
		assertRouted("first");
		assertRouted("second");
		this.acceptance.put(ROUTES + "1/predicates/0", "Path=/renamed/**");
		awaitStatus("renamed", 200);
		assertNotRouted("second");
		this.acceptance.txn((txn) -> txn.deletePrefix(ROUTES + "1/"));
		awaitStatus("renamed", 404);
		assertRouted("first");
	}

	@Test
	void routeWhenItIsRefusedLeavesOthersAlone() throws Exception {
		this.acceptance.put(ROUTES + "1/id", "second");
		assertRouted("first");
		this.acceptance.put(ROUTES + "1/uri", "http://[broken");
		assertRouted("first");
		assertNotRouted("second");
		this.acceptance.txn((txn) -> route(txn, 1, "second"));
		awaitStatus("second", 200);
		this.acceptance.delete(ROUTES + "1/predicates/0");
		assertRouted("first");
		assertRouted("second");
	}

	@Test
	void routeWhenTheGatewayCannotBuildItLeavesThoseThatWorkAlone() throws Exception {
		this.acceptance.txn((txn) -> route(txn, 1, "second"));
		awaitStatus("second", 200);
		this.refreshes.failures.clear();
		this.acceptance.txn((txn) -> route(txn, 2, "third", "NoSuch=/third/**"));
		await().untilAsserted(() -> assertThat(this.refreshes.failures).isNotEmpty());
		assertRouted("first");
		assertRouted("second");
		this.acceptance.put(ROUTES + "2/predicates/0", "Path=/third/**");
		awaitStatus("third", 200);
		assertRouted("first");
		assertRouted("second");
	}

	@Test
	void routeWhenTheGatewayMaySkipItHoldsNoOtherBack() throws Exception {
		this.acceptance.put(GATEWAY + "fail-on-route-definition-error", "false");
		this.acceptance.txn((txn) -> route(txn, 1, "broken", "NoSuch=/broken/**"));
		this.acceptance.txn((txn) -> route(txn, 2, "second"));
		awaitStatus("second", 200);
		assertRouted("first");
		assertNotRouted("broken");
	}

	private void assertRouted(String name) throws Exception {
		assertThat(status(name)).as(name).isEqualTo(200);
	}

	private void assertNotRouted(String name) throws Exception {
		assertThat(status(name)).as(name).isEqualTo(404);
	}

	private void awaitStatus(String name, int status) {
		await().untilAsserted(() -> assertThat(status(name)).as(name).isEqualTo(status));
	}

	/**
	 * Ask over a connection of its own. One that is kept alive may stop reading after a
	 * request that waited for the end of the one before it and was answered at once, as a
	 * 404 is (reactor-netty issue 4361): the next request stays without an answer.
	 */
	private int status(String name) throws Exception {
		URI uri = URI.create("http://localhost:" + this.port + "/" + name + "/path");
		HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
		connection.setRequestProperty("Connection", "close");
		connection.setConnectTimeout((int) TIMEOUT.toMillis());
		connection.setReadTimeout((int) TIMEOUT.toMillis());
		try {
			return connection.getResponseCode();
		}
		finally {
			connection.disconnect();
		}
	}

	private static EtcdTransaction route(EtcdTransaction txn, int index, String name) {
		return route(txn, index, name, "Path=/" + name + "/**");
	}

	private static EtcdTransaction route(EtcdTransaction txn, int index, String name, String predicate) {
		String route = ROUTES + index;
		return txn.put(route + "/id", name)
			.put(route + "/uri", "http://localhost:" + target.getAddress().getPort())
			.put(route + "/predicates/0", predicate);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Refreshes {

		private final List<Throwable> failures = new CopyOnWriteArrayList<>();

		@EventListener
		void refreshed(RefreshRoutesResultEvent event) {
			if (!event.isSuccess()) {
				this.failures.add(event.getThrowable());
			}
		}

	}

}
