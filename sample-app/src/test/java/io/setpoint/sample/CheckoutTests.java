package io.setpoint.sample;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation's test of an application without an etcd.
 */
@SpringBootTest(properties = { "setpoint.enabled=false", "pricing.currency=EUR", "pricing.discount-percent=15" })
class CheckoutTests {

	@Test
	void priceHasTheDiscountOfTheOtherSources(@Autowired Checkout checkout) {
		assertThat(checkout.price(BigDecimal.valueOf(100), "none")).isEqualTo("85.00 EUR");
	}

}
