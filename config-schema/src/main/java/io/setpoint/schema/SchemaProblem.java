package io.setpoint.schema;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong, or in vain, in a document or below a prefix. Holds no value.
 *
 * @param name the name of the property, {@code null} if it is the document itself that
 * cannot be read
 * @param key the etcd key that has the property, {@code null} if a document was checked
 * that is in no key yet
 * @param line the line in the document, from 1, or {@code null} if unknown
 * @param column the column in the line, from 1, or {@code null} if unknown
 * @param sentence what is wrong and what to do, in one or two sentences
 * @param severity whether the application would refuse it
 * @since 0.1.0
 */
public record SchemaProblem(@Nullable String name, @Nullable String key, @Nullable Integer line,
		@Nullable Integer column, String sentence, Severity severity) {

	/**
	 * The place and the sentence.
	 */
	@Override
	public String toString() {
		String place = (this.line != null) ? "line " + this.line + ", column " + this.column + ": " : "";
		return place + this.sentence;
	}

	/**
	 * How much a problem matters.
	 */
	public enum Severity {

		/**
		 * The application would refuse it.
		 */
		ERROR,

		/**
		 * The application would pass over it.
		 */
		WARNING

	}

}
