package io.setpoint.document;

import java.util.List;

/**
 * How much a location holds, counted as its keys contribute it.
 *
 * @param properties the number of properties
 * @param characters the characters of their names
 */
record Extent(long properties, long characters) {

	static final int MAX_PROPERTIES = 200_000;

	static final int MAX_CHARACTERS = 16 * 1024 * 1024;

	static final Extent NONE = new Extent(0, 0);

	static Extent of(List<Property> properties) {
		return new Extent(properties.size(),
				properties.stream().mapToLong((property) -> property.spelling().length()).sum());
	}

	Extent plus(Extent other) {
		return new Extent(this.properties + other.properties, this.characters + other.characters);
	}

	Extent minus(Extent other) {
		return new Extent(this.properties - other.properties, this.characters - other.characters);
	}

	/**
	 * Check what a key would make of the location.
	 * @param before what the location holds without the key's change
	 */
	void check(Extent before) {
		if (this.properties > MAX_PROPERTIES && this.properties > before.properties) {
			throw tooMuch("the location would have more than " + MAX_PROPERTIES + " properties");
		}
		if (this.characters > MAX_CHARACTERS && this.characters > before.characters) {
			throw tooMuch("the names of all properties of the location would have more than " + MAX_CHARACTERS
					+ " characters together");
		}
	}

	private static KeyRefusedException tooMuch(String reason) {
		return new KeyRefusedException(reason, "Delete what is not needed, or spread it over several locations");
	}

}
