package io.setpoint.document;

import org.jspecify.annotations.Nullable;

/**
 * What a document may grow to when each of its properties gets its whole name: a name
 * that is written once stands before each element of its list. Spent before anything is
 * written out, so that a small document never costs much.
 */
final class Budget {

	static final int MAX_NAME_LENGTH = 4096;

	static final int MAX_PROPERTIES = 100_000;

	static final int MAX_ELEMENTS = 100;

	private static final int FREE_PROPERTIES = 1000;

	private static final int FREE_CHARACTERS = 64 * 1024;

	private static final int CHARACTERS_PER_CHARACTER = 32;

	private static final int MAX_CHARACTERS = 8 * 1024 * 1024;

	private final int parentLength;

	private final int maxCharacters;

	private final int documentLength;

	private long characters;

	private int properties;

	private int merged;

	/**
	 * Create the budget of a document.
	 * @param documentLength its length
	 * @param parentLength the length of the name that it is nested under
	 */
	Budget(int documentLength, int parentLength) {
		this.documentLength = documentLength;
		this.parentLength = parentLength;
		this.maxCharacters = (int) Math.min(MAX_CHARACTERS,
				FREE_CHARACTERS + (long) CHARACTERS_PER_CHARACTER * documentLength);
	}

	/**
	 * Account for a property.
	 * @param nameLength the length of its name in the document
	 * @param line the line that it is written in
	 * @param column the column that it is written in
	 */
	void spend(int nameLength, @Nullable Integer line, @Nullable Integer column) {
		int length = this.parentLength + nameLength;
		if (length > MAX_NAME_LENGTH) {
			throw new KeyRefusedException("a property name is longer than " + MAX_NAME_LENGTH + " characters",
					"Shorten the names or nest less", line, column);
		}
		this.characters += length;
		if (this.characters > this.maxCharacters) {
			throw new KeyRefusedException(
					"the names of its properties have more than " + this.maxCharacters + " characters together",
					"Shorten the names, nest less, or write fewer elements under a long name", line, column);
		}
		this.properties++;
		if (this.properties > FREE_PROPERTIES + this.documentLength) {
			throw new KeyRefusedException("aliases make the document grow beyond its own length",
					"Write out what is meant, without aliases of aliases", line, column);
		}
		if (this.properties > MAX_PROPERTIES) {
			throw tooMany("properties", MAX_PROPERTIES, line, column);
		}
	}

	/**
	 * Account for an entry that one mapping takes over from another.
	 * @param line the line of the mapping
	 * @param column the column of the mapping
	 */
	void merge(@Nullable Integer line, @Nullable Integer column) {
		if (++this.merged > MAX_PROPERTIES) {
			throw tooMany("merged entries", MAX_PROPERTIES, line, column);
		}
	}

	static KeyRefusedException tooMany(String what, int limit, @Nullable Integer line, @Nullable Integer column) {
		return new KeyRefusedException("the document has more than " + limit + " " + what, "Split it over several keys",
				line, column);
	}

}
