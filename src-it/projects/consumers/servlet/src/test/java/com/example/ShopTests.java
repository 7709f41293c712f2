package com.example;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@EtcdTest(put = Trial.KEY + "=10")
class ShopTests {

	@Test
	void startsTakesChangesAndStopsWithVirtualThreadsBehindALogin(Etcd etcd) {
		Trial.of(new SpringApplicationBuilder(Shop.class), etcd, Actuator::assertClosed,
				Actuator.arguments("--spring.threads.virtual.enabled=true"));
	}

	@Test
	void startsTakesChangesAndStopsBelowAParent(Etcd etcd) {
		Trial.of(new SpringApplicationBuilder(Parent.class).web(WebApplicationType.NONE)
			.properties("spring.config.import=etcd:", "spring.application.name=" + Trial.NAME)
			.child(Shop.class), etcd, (context) -> assertThat(context.getParent()).isNotNull());
	}

	@Configuration(proxyBeanMethods = false)
	static class Parent {

	}

}
