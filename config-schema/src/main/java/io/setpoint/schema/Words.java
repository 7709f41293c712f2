package io.setpoint.schema;

import java.util.regex.Pattern;

/**
 * The keywords of a schema that are ours, and what both sides have to agree on.
 */
final class Words {

	/**
	 * The name of the class that is bound: what it does not know, nobody reads.
	 */
	static final String TYPE = "x-setpoint-type";

	/**
	 * How Boot reads a text, where JSON Schema has no type for it.
	 */
	static final String FORMAT = "x-setpoint-format";

	/**
	 * What separates the elements of a list that is written as one text.
	 */
	static final String DELIMITER = "x-setpoint-delimiter";

	/**
	 * Whether a map takes all that remains of a name as one key.
	 */
	static final String JOINED = "x-setpoint-joined";

	/**
	 * Whether the application refuses names that it does not know.
	 */
	static final String STRICT = "x-setpoint-strict";

	/**
	 * What the schema cannot say, as text.
	 */
	static final String CONSTRAINTS = "x-setpoint-constraints";

	/**
	 * The plain locations that the application imports.
	 */
	static final String LOCATIONS = "x-setpoint-locations";

	/**
	 * A text whose value is not known here: it has a placeholder or is encrypted.
	 */
	static final String OPEN = "\\$\\{|^\\{cipher\\}";

	private static final Pattern OPEN_PATTERN = Pattern.compile(OPEN);

	private Words() {
	}

	static boolean isOpen(String text) {
		return OPEN_PATTERN.matcher(text).find();
	}

}
