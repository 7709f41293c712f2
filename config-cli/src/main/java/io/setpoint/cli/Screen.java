package io.setpoint.cli;

import java.nio.charset.Charset;
import java.util.Map;

/**
 * What can be shown where the text goes.
 *
 * @param terminal whether somebody looks at it who can have it drawn again
 * @param coloured whether it may be in colours
 * @param graphic whether it has the characters for squares and marks
 * @param width how many characters a line has
 */
record Screen(boolean terminal, boolean coloured, boolean graphic, int width) {

	private static final int DEFAULT_WIDTH = 100;

	private static final int LEAST_WIDTH = 40;

	/**
	 * A pipe or a file.
	 */
	static final Screen NONE = new Screen(false, false, true, DEFAULT_WIDTH);

	/**
	 * Find out where the text goes.
	 * @param environment the environment variables
	 * @param charset how text is written there
	 * @return the screen
	 */
	static Screen of(Map<String, String> environment, Charset charset) {
		boolean graphic = charset.newEncoder().canEncode('■');
		boolean terminal = Boolean.getBoolean("setpoint.terminal") && !"dumb".equals(environment.get("TERM"));
		boolean coloured = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
		int width = Integer.getInteger("setpoint.width", DEFAULT_WIDTH);
		return new Screen(terminal, coloured, graphic, Math.max(width, LEAST_WIDTH));
	}

	String mark(Mark mark) {
		String shown = this.graphic ? mark.sign() : mark.letter();
		return this.coloured ? "\u001b[" + mark.colour() + "m" + shown + "\u001b[0m" : shown;
	}

	String bold(String text) {
		return this.coloured ? "\u001b[1m" + text + "\u001b[0m" : text;
	}

	String dim(String text) {
		return this.coloured ? "\u001b[2m" + text + "\u001b[0m" : text;
	}

	/**
	 * Return a line that fits, so that it can be drawn again in its place.
	 * @param line the line, without colours
	 * @return the line, or its beginning
	 */
	String fitted(String line) {
		return fitted(line, 0);
	}

	/**
	 * Return the rest of a line so that it fits.
	 * @param rest the rest, without colours
	 * @param taken how many characters are before it
	 * @return the rest, or its beginning
	 */
	String fitted(String rest, int taken) {
		int room = Math.max(1, this.width - taken);
		if (!this.terminal || rest.length() <= room) {
			return rest;
		}
		return rest.substring(0, room - 1) + (this.graphic ? "…" : "~");
	}

}
