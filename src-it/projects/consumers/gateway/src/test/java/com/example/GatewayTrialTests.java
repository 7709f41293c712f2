package com.example;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@EtcdTest(put = Trial.KEY + "=10")
class GatewayTrialTests {

	private static final String ROUTE = "/config/" + Trial.NAME + "/spring/cloud/gateway/server/webflux/routes/0/";

	@Test
	void startsTakesChangesAndStopsWithARoute(Etcd etcd) {
		etcd.txn((txn) -> txn.put(ROUTE + "id", "moved")
			.put(ROUTE + "uri", "no://op")
			.put(ROUTE + "predicates/0", "Path=/moved")
			.put(ROUTE + "filters/0", "RedirectTo=302, http://localhost/here"));
		Trial.of(new SpringApplicationBuilder(Gateway.class), etcd, GatewayTrialTests::assertRouted);
	}

	private static void assertRouted(ConfigurableApplicationContext context) {
		URI uri = URI
			.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/moved");
		try {
			HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
			connection.setRequestProperty("Connection", "close");
			connection.setInstanceFollowRedirects(false);
			assertThat(connection.getResponseCode()).isEqualTo(302);
			connection.disconnect();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
