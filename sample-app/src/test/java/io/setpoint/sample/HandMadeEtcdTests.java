package io.setpoint.sample;

import io.setpoint.test.Acceptance;
import io.setpoint.test.EtcdInMemory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation's etcd that is started and closed by hand.
 */
class HandMadeEtcdTests {

	@Test
	void applicationFollowsAcrossARestart() {
		try (EtcdInMemory etcd = EtcdInMemory.start()) {
			etcd.put("/config/checkout/pricing/discount-percent", "10");
			ConfigurableApplicationContext context = SpringApplication.run(CheckoutApplication.class,
					"--setpoint.etcd.endpoints=" + etcd.endpoint(), "--server.port=0");
			etcd.stop();
			etcd.restart();
			try (context) {
				Acceptance.of(etcd, context).put("/config/checkout/pricing/discount-percent", "20");
				assertThat(context.getBean(PricingProperties.class).discountPercent()).isEqualTo(20);
			}
		}
	}

}
