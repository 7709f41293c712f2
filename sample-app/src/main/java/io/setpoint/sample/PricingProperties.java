package io.setpoint.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What things cost. An ordinary Spring Boot record: nothing in it knows of etcd.
 *
 * @param currency the currency of all prices
 * @param discountPercent what everybody gets off
 * @param tiers what some customers get off
 * @param timeout how long a quoted price holds
 */
@ConfigurationProperties("pricing")
@Validated
record PricingProperties(@NotNull Currency currency, @Min(0) @Max(90) int discountPercent,
		@DefaultValue List<@Valid Tier> tiers, @DefaultValue("2s") Duration timeout) {

	/**
	 * Return the discount for a cart: the best of those that apply.
	 * @param amount what the cart would cost without a discount
	 * @param tier the customer's tier
	 * @return the discount in percent
	 */
	int discountFor(BigDecimal amount, String tier) {
		return this.tiers.stream()
			.filter((candidate) -> candidate.covers(amount, tier))
			.mapToInt(Tier::percent)
			.reduce(this.discountPercent, Math::max);
	}

	/**
	 * A group of customers who get a discount of their own.
	 *
	 * @param name the name of the tier
	 * @param percent what its members get off
	 * @param threshold the amount from which on they do
	 */
	record Tier(@NotBlank String name, @Min(0) @Max(90) int percent,
			@DefaultValue("0") @PositiveOrZero BigDecimal threshold) {

		boolean covers(BigDecimal amount, String tier) {
			return this.name.equals(tier) && amount.compareTo(this.threshold) >= 0;
		}

	}

}
