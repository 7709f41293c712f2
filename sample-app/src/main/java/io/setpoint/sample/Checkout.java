package io.setpoint.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;

import io.setpoint.Live;
import io.setpoint.Snapshot;
import io.setpoint.Snapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Service;

/**
 * Tells customers what they have to pay.
 */
@Service
class Checkout {

	private static final Logger logger = LoggerFactory.getLogger(Checkout.class);

	private final Live<PricingProperties> pricing;

	private final Snapshots snapshots;

	Checkout(Live<PricingProperties> pricing, Snapshots snapshots) {
		this.pricing = pricing;
		this.snapshots = snapshots;
		pricing.onChange((before, after) -> logger.info("The discount was {} % and is {} % now",
				before.discountPercent(), after.discountPercent()));
	}

	/**
	 * Return the price of a cart. It needs one type only, so it reads that once: what is
	 * in one record always belongs together.
	 * @param amount what the cart would cost without a discount
	 * @param tier the customer's tier
	 * @return the price with its currency
	 */
	String price(BigDecimal amount, String tier) {
		PricingProperties pricing = this.pricing.get();
		return price(amount, pricing.discountFor(amount, tier)) + " " + pricing.currency();
	}

	/**
	 * Return a quote for a cart. Prices, features and the revision have to be of the same
	 * moment, so all of them are taken from one snapshot.
	 * @param amount what the cart would cost without a discount
	 * @param tier the customer's tier
	 * @return the quote
	 * @throws QuoteExpiredException if quotes do not hold at all
	 */
	Quote quote(BigDecimal amount, String tier) {
		Snapshot now = this.snapshots.current();
		PricingProperties pricing = now.get(PricingProperties.class);
		FeatureProperties features = now.get(FeatureProperties.class);
		if (pricing.timeout().isZero()) {
			throw new QuoteExpiredException(pricing.timeout());
		}
		int discount = pricing.discountFor(amount, tier);
		logger.debug("Quoting {} with {} % off for tier '{}'", amount, discount, tier);
		return new Quote(price(amount, discount), pricing.currency(), discount, features.freeShipping(),
				pricing.timeout(), now.origin(PricingProperties.class).revision());
	}

	private static BigDecimal price(BigDecimal amount, int discountPercent) {
		return amount.multiply(BigDecimal.valueOf(100 - discountPercent, 2)).setScale(2, RoundingMode.HALF_UP);
	}

}
