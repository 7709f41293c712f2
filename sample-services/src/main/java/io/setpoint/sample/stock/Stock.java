package io.setpoint.sample.stock;

import org.springframework.stereotype.Component;

/**
 * Knows how many there are of an item.
 */
@Component
class Stock {

	private static final int MOST = 20;

	/**
	 * Say how many there are, and who says so.
	 * @param item the item
	 * @return a sentence
	 */
	String count(String item) {
		return Math.floorMod(item.hashCode(), MOST) + " of " + item + ", says process " + ProcessHandle.current().pid();
	}

}
