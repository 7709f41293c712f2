package io.setpoint.cli;

/**
 * A sign that can be taken in at a glance, told apart without colours too.
 */
enum Mark {

	/**
	 * Runs the candidate.
	 */
	CANDIDATE("■", "#", 32),

	/**
	 * Runs the stable version.
	 */
	STABLE("□", "-", 36),

	/**
	 * Has not got its version yet.
	 */
	PENDING("◌", ".", 33),

	/**
	 * Cannot run its version.
	 */
	REFUSED("✗", "x", 31),

	/**
	 * Is over, and well.
	 */
	PASSED("✔", "+", 32),

	/**
	 * Is going on.
	 */
	CURRENT("▶", ">", 33),

	/**
	 * Is to come.
	 */
	AHEAD("·", " ", 2);

	private final String sign;

	private final String letter;

	private final int colour;

	Mark(String sign, String letter, int colour) {
		this.sign = sign;
		this.letter = letter;
		this.colour = colour;
	}

	String sign() {
		return this.sign;
	}

	String letter() {
		return this.letter;
	}

	int colour() {
		return this.colour;
	}

}
