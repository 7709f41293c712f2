package io.setpoint.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;

/**
 * What a customer is asked to pay.
 *
 * @param price what the cart costs
 * @param currency the currency of the price
 * @param discountPercent the discount in the price
 * @param freeShipping whether shipping costs nothing
 * @param validFor how long the quote holds
 * @param revision the etcd revision that the prices come from, 0 if they do not come from
 * etcd
 */
record Quote(BigDecimal price, Currency currency, int discountPercent, boolean freeShipping, Duration validFor,
		long revision) {
}
