package io.setpoint.warehouse;

/**
 * A stock that refuses who has held its lock before another.
 */
class Stock {

	private int amount;

	private long token;

	synchronized void set(int amount, long token) {
		if (token < this.token) {
			throw new IllegalStateException("The lock has had another holder since");
		}
		this.token = token;
		this.amount = amount;
	}

	synchronized int amount() {
		return this.amount;
	}

}
