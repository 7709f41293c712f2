package io.setpoint.rollout;

import java.util.Map;

import io.setpoint.text.EmptyDocument;
import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published.
 *
 * @param id the id of the version, {@code null} for one made of the day and the digest
 * @param author who publishes it
 * @param description what it is for, or {@code null}
 * @param tags what else is to be known of it
 * @param document the properties, as YAML
 * @since 0.1.0
 */
public record NewVersion(@Nullable String id, String author, @Nullable String description, Map<String, String> tags,
		String document) {

	private static final int LONGEST_TEXT = 1000;

	private static final int LONGEST_NAME = 100;

	private static final int MOST_TAGS = 50;

	public NewVersion {
		tags = Map.copyOf(tags);
		check(Person.problem("The author of a version", author));
		check(Line.problem("The description of a version", description, LONGEST_TEXT));
		check(EmptyDocument.is(document) ? EmptyDocument.PROBLEM : null);
		check((tags.size() > MOST_TAGS)
				? "There are " + tags.size() + " tags of a version: at most " + MOST_TAGS + " are taken" : null);
		tags.forEach((name, value) -> {
			check(Line.problem("The name of a tag", name, LONGEST_NAME));
			check(Line.problem("A tag", value, LONGEST_TEXT));
		});
	}

	private static void check(@Nullable String problem) {
		if (problem != null) {
			throw new InvalidVersionException(problem);
		}
	}

	/**
	 * Create what is to be published.
	 * @param author who publishes it
	 * @param document the properties, as YAML
	 * @return what is to be published
	 */
	public static NewVersion of(String author, String document) {
		return new NewVersion(null, author, null, Map.of(), document);
	}

	/**
	 * Return this under an id.
	 * @param id the id of the version
	 * @return what is to be published
	 */
	public NewVersion withId(String id) {
		return new NewVersion(id, this.author, this.description, this.tags, this.document);
	}

	/**
	 * Says who publishes what, never the document.
	 */
	@Override
	public String toString() {
		return "new version" + ((this.id != null) ? " '" + this.id + "'" : "") + " by " + this.author;
	}

}
