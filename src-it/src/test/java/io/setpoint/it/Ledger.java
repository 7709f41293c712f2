package io.setpoint.it;

import java.util.Map;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

/**
 * An application whose values show by themselves whether they belong together: what is
 * credited is always ten times what is debited.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties({ Ledger.Debit.class, Ledger.Credit.class, Ledger.Entry.class, Ledger.Extra.class })
class Ledger {

	/**
	 * How much more is credited than debited.
	 */
	static final int FACTOR = 10;

	/**
	 * One of two that are written together, in the first location.
	 */
	@ConfigurationProperties("debit")
	@Validated
	record Debit(@Min(1) int amount, @DefaultValue("none") String note) {
	}

	/**
	 * The other one, in the second location.
	 */
	@ConfigurationProperties("credit")
	@Validated
	record Credit(@Min(1) int amount) {
	}

	/**
	 * Both of them in one document.
	 */
	@ConfigurationProperties("entry")
	@Validated
	record Entry(@Min(1) int debit, @Min(1) int credit) {
	}

	/**
	 * Keys that come and go.
	 */
	@ConfigurationProperties("extra")
	@Validated
	record Extra(@DefaultValue Map<String, @Min(0) @Max(1_000_000) Integer> items) {
	}

}
