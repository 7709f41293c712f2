package io.setpoint.document;

import java.util.List;

/**
 * How much a location holds, counted as its keys contribute it.
 *
 * @param properties the number of properties
 * @param characters the characters of their names
 * @since 0.1.0
 */
public record Extent(long properties, long characters) {

	static final int MAX_PROPERTIES = 200_000;

	static final int MAX_CHARACTERS = 16 * 1024 * 1024;

	static final Extent NONE = new Extent(0, 0);

	static Extent of(List<Property> properties) {
		long characters = 0;
		for (Property property : properties) {
			characters += property.spelling().length();
		}
		return new Extent(properties.size(), characters);
	}

	Extent plus(Extent other) {
		return new Extent(this.properties + other.properties, this.characters + other.characters);
	}

	Extent minus(Extent other) {
		return new Extent(this.properties - other.properties, this.characters - other.characters);
	}

	/**
	 * Return whether there is more room than there was.
	 * @param before what the location held
	 * @return whether it holds fewer properties, or fewer characters in their names
	 */
	public boolean isSmallerThan(Extent before) {
		return this.properties < before.properties || this.characters < before.characters;
	}

	/**
	 * Return whether this is not too much.
	 * @param before what the location holds without the change
	 * @return whether it is within the bounds, or what is beyond them grows no further
	 */
	boolean isAllowedAfter(Extent before) {
		return hasAllowedPropertiesAfter(before) && hasAllowedCharactersAfter(before);
	}

	private boolean hasAllowedPropertiesAfter(Extent before) {
		return this.properties <= MAX_PROPERTIES || this.properties <= before.properties;
	}

	private boolean hasAllowedCharactersAfter(Extent before) {
		return this.characters <= MAX_CHARACTERS || this.characters <= before.characters;
	}

	/**
	 * Say why this is too much.
	 * @param before what the location holds without the change
	 * @return the refusal of the key that makes it so much
	 */
	KeyRefusedException refusalAfter(Extent before) {
		return hasAllowedPropertiesAfter(before)
				? tooMuch("the names of all properties of the location would have more than " + MAX_CHARACTERS
						+ " characters together")
				: tooMuch("the location would have more than " + MAX_PROPERTIES + " properties");
	}

	private static KeyRefusedException tooMuch(String reason) {
		return new KeyRefusedException(reason, "Delete what is not needed, or spread it over several locations");
	}

}
