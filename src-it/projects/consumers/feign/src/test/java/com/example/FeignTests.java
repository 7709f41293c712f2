package com.example;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpServer;
import feign.RetryableException;
import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@EtcdTest
@SpringBootTest
class FeignTests {

	private static final String CLIENT = "/config/till/spring/cloud/openfeign/client/config/stock/";

	private static final CountDownLatch over = new CountDownLatch(1);

	private static HttpServer first;

	private static HttpServer second;

	private static HttpServer silent;

	private final Acceptance acceptance;

	private final Stock stock;

	FeignTests(Etcd etcd, @Autowired ApplicationContext context, @Autowired Stock stock) {
		this.acceptance = Acceptance.of(etcd, context);
		this.stock = stock;
	}

	@BeforeAll
	static void prepare(Etcd etcd) throws IOException {
		first = server("1");
		second = server("2");
		silent = server(null);
		etcd.txn((txn) -> txn.put(CLIENT + "url", url(first)).put(CLIENT + "read-timeout", "60000"));
	}

	@AfterAll
	static void stop() {
		over.countDown();
		first.stop(0);
		second.stop(0);
		silent.stop(0);
	}

	@Test
	void clientWhenItsUrlAndTimeoutChangeFollows() {
		assertThat(this.stock.amount()).isEqualTo("1");
		this.acceptance.put(CLIENT + "url", url(second));
		await().untilAsserted(() -> assertThat(this.stock.amount()).isEqualTo("2"));
		this.acceptance.txn((txn) -> txn.put(CLIENT + "url", url(silent)).put(CLIENT + "read-timeout", "200"));
		await().untilAsserted(() -> assertThatExceptionOfType(RetryableException.class).isThrownBy(this.stock::amount)
			.withMessageContaining("timed out"));
		this.acceptance.put(CLIENT + "url", url(first));
		await().ignoreExceptionsInstanceOf(RetryableException.class)
			.untilAsserted(() -> assertThat(this.stock.amount()).isEqualTo("1"));
	}

	private static String url(HttpServer server) {
		return "http://127.0.0.1:" + server.getAddress().getPort();
	}

	private static HttpServer server(String amount) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/amount", (exchange) -> {
			if (amount == null) {
				hold(over);
			}
			byte[] body = String.valueOf(amount).getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		return server;
	}

	private static void hold(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
