package com.example;

import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@EtcdTest(put = "/config/consumer/pricing/discount-percent=10")
@SpringBootTest
class ConsumerTests {

	@Autowired
	private Consumer.Checkout checkout;

	@Test
	void recordFollowsEtcdWhenValid(ApplicationContext context, Etcd etcd) {
		assertThat(this.checkout.discount()).isEqualTo(10);
		Acceptance acceptance = Acceptance.of(etcd, context);
		acceptance.put("/config/consumer/pricing/discount-percent", "20");
		assertThat(this.checkout.discount()).isEqualTo(20);
		acceptance.put("/config/consumer/pricing/discount-percent", "91");
		assertThat(this.checkout.discount()).isEqualTo(20);
		acceptance.delete("/config/consumer/pricing/discount-percent");
		assertThat(this.checkout.discount()).isEqualTo(5);
	}

}
