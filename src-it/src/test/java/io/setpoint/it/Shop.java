package io.setpoint.it;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

/**
 * An application with a few types.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties({ Shop.Pricing.class, Shop.Left.class, Shop.Right.class, Shop.Text.class })
class Shop {

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@NotNull @DefaultValue("CHF") String currency, @Min(0) @Max(90) @DefaultValue("0") int discount,
			@DefaultValue("2s") Duration timeout) {
	}

	/**
	 * One of two that are written together.
	 */
	@ConfigurationProperties("left")
	@Validated
	record Left(@Min(0) @DefaultValue("0") int counter, @DefaultValue("none") String note) {
	}

	/**
	 * The other one.
	 */
	@ConfigurationProperties("right")
	@Validated
	record Right(@Min(0) @DefaultValue("0") int counter, @DefaultValue("none") String note) {
	}

	@ConfigurationProperties("text")
	record Text(@DefaultValue("") String body) {
	}

}
