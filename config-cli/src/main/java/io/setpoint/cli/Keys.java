package io.setpoint.cli;

/**
 * Numbers of keys in sentences.
 */
final class Keys {

	private Keys() {
	}

	static String count(int number) {
		return (number == 1) ? "1 key" : number + " keys";
	}

}
