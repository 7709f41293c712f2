package io.setpoint.console.web;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Two versions that are compared.
 *
 * @param before the old one
 * @param after the new one
 * @param schema what is known of the properties of either
 * @param secrets whether it may be seen that a secret is another one
 */
record Comparison(Side before, Side after, KnownProperties schema, boolean secrets) {

	/**
	 * Return why a document counts as one without properties.
	 * @return a sentence for each that cannot be read
	 */
	List<String> unread() {
		return Stream.of(this.before, this.after)
			.filter((side) -> !side.properties().read())
			.map(Side::unread)
			.distinct()
			.toList();
	}

	PropertyComparison properties() {
		return PropertyComparison.of(this.before.properties(), this.after.properties(), this.schema, this.secrets);
	}

	/**
	 * Compare the texts.
	 * @param whole whether what is the same is shown as well
	 * @param at where the page begins
	 * @return a page of what differs, or why it is not shown
	 */
	Texts texts(boolean whole, int at) {
		Redaction redaction = Redaction.of(this.schema, this.before.properties(), this.after.properties());
		DocumentText before = this.before.text(redaction);
		DocumentText after = this.after.text(redaction);
		if (before == null || after == null) {
			Set<String> untold = new LinkedHashSet<>();
			untold.add((before != null) ? this.after.untold() : this.before.untold());
			untold.add((after != null) ? this.before.untold() : this.after.untold());
			return new Texts(null, List.copyOf(untold));
		}
		return new Texts(TextComparison.of(TextComparison.rows(before, after, this.secrets),
				before.remarks(after, this.before.name(), this.after.name()), whole, at), List.of());
	}

	/**
	 * The texts of both.
	 *
	 * @param comparison how they differ, {@code null} if they are not shown
	 * @param untold why they are not
	 */
	record Texts(@Nullable TextComparison comparison, List<String> untold) {
	}

	/**
	 * One of the two.
	 *
	 * @param name what it is called
	 * @param document its document
	 * @param properties what that says
	 */
	record Side(String name, String document, DocumentProperties properties) {

		/**
		 * No version.
		 */
		static final Side NOTHING = new Side("nothing", "", DocumentProperties.NONE);

		static Side of(String name, String document) {
			return new Side(name, document, DocumentProperties.of(document));
		}

		@Nullable DocumentText text(Redaction redaction) {
			return this.properties.read() ? redaction.text(this.document, this.properties) : null;
		}

		String unread() {
			return this.name + " cannot be read. " + this.properties.problems().get(0);
		}

		String untold() {
			return "The text of " + this.name
					+ " is not shown, because it is not known for certain where secrets stand in it.";
		}

	}

}
