package io.setpoint.binding;

import org.jspecify.annotations.Nullable;

/**
 * What placeholders may bring in while a type is bound, counted as they look it up: each
 * may lead to many others, so that a few lines stand for more than there is memory.
 */
final class Expansion {

	static final int MAX_OF_PROPERTY = 2 * 1024 * 1024;

	static final int MAX = 16 * 1024 * 1024;

	/**
	 * What it costs to look up nothing.
	 */
	private static final long LOOK_UP = 16;

	private long all;

	private long own;

	/**
	 * Begin to bind a type.
	 */
	void begin() {
		this.all = 0;
		this.own = 0;
	}

	/**
	 * Go on with another property.
	 */
	void next() {
		this.own = 0;
	}

	/**
	 * Account for what a placeholder stands for.
	 * @param value the value as it is written, {@code null} if there is none
	 */
	void spend(@Nullable Object value) {
		long cost = LOOK_UP + ((value instanceof CharSequence text) ? text.length() : 0);
		this.own += cost;
		this.all += cost;
		if (this.own > MAX_OF_PROPERTY) {
			this.all -= this.own;
			throw new ExpansionException("brings in more than " + MAX_OF_PROPERTY + " characters by its placeholders",
					"write out what is meant, or refer to less");
		}
		if (this.all > MAX) {
			throw new ExpansionException("brings in, with the other properties of its type, more than " + MAX
					+ " characters by placeholders", "write out what is meant, or refer to less");
		}
	}

	/**
	 * Placeholders bring in too much.
	 */
	static final class ExpansionException extends RuntimeException {

		private ExpansionException(String reason, String remedy) {
			super(reason + ": " + remedy);
		}

	}

}
