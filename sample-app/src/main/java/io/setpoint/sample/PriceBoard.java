package io.setpoint.sample;

import java.util.StringJoiner;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.stereotype.Component;

/**
 * The board in the shop window. It is painted once and stays: it takes the record itself
 * and lives in the refresh scope, so it is created anew when its prices have changed, and
 * for no other change.
 */
@Component
@RefreshScope
class PriceBoard {

	private final String text;

	PriceBoard(PricingProperties pricing, MeterRegistry meters) {
		meters.counter("checkout.boards.painted").increment();
		StringJoiner text = new StringJoiner("; ");
		text.add("Today " + pricing.discountPercent() + " % off");
		pricing.tiers().forEach((tier) -> text.add(tier.name() + " " + tier.percent() + " %"));
		this.text = text.toString();
	}

	String text() {
		return this.text;
	}

}
