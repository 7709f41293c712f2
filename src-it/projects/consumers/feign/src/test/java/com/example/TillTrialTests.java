package com.example;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpServer;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;

import static org.assertj.core.api.Assertions.assertThat;

@EtcdTest(put = Trial.KEY + "=10")
class TillTrialTests {

	private static final String URL = "/config/" + Trial.NAME + "/spring/cloud/openfeign/client/config/stock/url";

	private static HttpServer server;

	@BeforeAll
	static void prepare(Etcd etcd) throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/amount", (exchange) -> {
			byte[] body = "7".getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Connection", "close");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		etcd.put(URL, "http://127.0.0.1:" + server.getAddress().getPort());
	}

	@AfterAll
	static void stop() {
		server.stop(0);
	}

	@Test
	void startsTakesChangesAndStopsBesideAClient(Etcd etcd) {
		Trial.of(new SpringApplicationBuilder(Till.class), etcd,
				(context) -> assertThat(context.getBean(Stock.class).amount()).isEqualTo("7"));
	}

}
