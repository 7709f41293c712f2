package io.setpoint.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;

import io.setpoint.Live;
import io.setpoint.test.Acceptance;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation's tests of values that change, and of one that does not.
 */
@EtcdTest(put = "/config/checkout/pricing/discount-percent=10")
@SpringBootTest(properties = "setpoint.snapshot.enabled=false")
class DiscountTests {

	@Test
	void followsAChange(@Autowired Live<PricingProperties> pricing, @Autowired ApplicationContext context, Etcd etcd) {
		Acceptance.of(etcd, context).put("/config/checkout/pricing/discount-percent", "20");
		assertThat(pricing.get().discountPercent()).isEqualTo(20);
	}

	@Test
	void staysAsItIs() {
		Live<PricingProperties> pricing = Live
			.of(new PricingProperties(Currency.getInstance("EUR"), 15, List.of(), Duration.ofSeconds(2)));
		assertThat(pricing.map((value) -> BigDecimal.valueOf(value.discountPercent(), 2)).get()).isEqualTo("0.15");
	}

}
