package com.example;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.context.refresh.ContextRefresher;

import static org.assertj.core.api.Assertions.assertThat;

@EtcdTest(put = Trial.KEY + "=10")
class ShopTests {

	@Test
	void startsTakesChangesAndStopsBesideServersThatAreAway(Etcd etcd) {
		Trial.of(new SpringApplicationBuilder(Shop.class), etcd, (context) -> {
			context.getBean(ContextRefresher.class).refresh();
			assertThat(context.getBean(Checkout.class).discount()).isEqualTo(10);
		});
	}

}
