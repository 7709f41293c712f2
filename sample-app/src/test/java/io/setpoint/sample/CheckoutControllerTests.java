package io.setpoint.sample;

import java.math.BigDecimal;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation's test of a slice.
 */
@WebMvcTest(controllers = CheckoutController.class, properties = { "setpoint.enabled=false", "pricing.currency=EUR" })
@EnableConfigurationProperties(PricingProperties.class)
class CheckoutControllerTests {

	@Test
	void priceIsAnswered(@Autowired MockMvcTester mvc) {
		assertThat(mvc.get().uri("/price?amount={amount}", BigDecimal.TEN)).hasStatusOk()
			.bodyText()
			.isEqualTo("10.00 EUR\n");
	}

	@TestConfiguration(proxyBeanMethods = false)
	@Import({ Checkout.class, PriceBoard.class })
	static class Meters {

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

}
