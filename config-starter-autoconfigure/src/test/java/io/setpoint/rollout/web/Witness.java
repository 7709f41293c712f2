package io.setpoint.rollout.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.setpoint.Live;
import io.setpoint.rollout.web.Shop.Pricing;

/**
 * Reads the price where it is asked to, and remembers what it has read.
 */
final class Witness {

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final Live<Pricing> pricing;

	Witness(Live<Pricing> pricing) {
		this.pricing = pricing;
	}

	/**
	 * Return what was read.
	 * @return by whom and what, in order
	 */
	List<String> seen() {
		return this.seen;
	}

	int see(String where) {
		int discount = this.pricing.get().discount();
		this.seen.add(where + " " + discount);
		return discount;
	}

}
