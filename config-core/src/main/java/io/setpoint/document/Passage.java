package io.setpoint.document;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where the text of a YAML document says the value of a property.
 *
 * @param property the name of the property
 * @param value what is said, in one piece, however it is written
 * @param start the index of the first character, with what quotes, anchors or tags it has
 * @param end the index behind the last one
 * @since 0.1.0
 */
public record Passage(String property, String value, int start, int end) {

	/**
	 * Return all values that stand in a document, those among them that never take effect
	 * because another part of the document, or a rule of the location, overrules them. A
	 * value that several properties share by an alias is there for each of them.
	 * @param document the text of the document
	 * @return the passages, {@code null} if the document cannot be read
	 */
	public static @Nullable List<Passage> of(String document) {
		return Passages.of(document);
	}

	/**
	 * Says which property it is, never its value.
	 */
	@Override
	public String toString() {
		return this.property + " " + this.start + "-" + this.end;
	}

}
