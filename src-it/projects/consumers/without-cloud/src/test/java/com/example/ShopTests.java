package com.example;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;

@EtcdTest(put = Trial.KEY + "=10")
class ShopTests {

	@Test
	void startsTakesChangesAndStops(Etcd etcd) {
		Trial.of(new SpringApplicationBuilder(Shop.class), etcd, (context) -> {
		}, "--spring.config.import=etcd:");
	}

}
