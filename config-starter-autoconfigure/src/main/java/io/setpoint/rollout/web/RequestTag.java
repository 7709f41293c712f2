package io.setpoint.rollout.web;

import java.util.function.Function;

import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import org.jspecify.annotations.Nullable;

/**
 * The tags of {@code http.server.requests}. Every request has them, as all meters of a
 * name must have the same keys.
 *
 * @since 0.1.0
 */
public enum RequestTag implements KeyName {

	/**
	 * Which version a request had: a {@link RequestVariant}.
	 */
	VARIANT("config.variant", Assignments.VARIANT),

	/**
	 * Of which configurations it had the candidate, by name and separated by commas;
	 * {@code none} if of none.
	 */
	CANDIDATES("config.candidates", Assignments.CANDIDATES);

	private final String tag;

	private final String attribute;

	RequestTag(String tag, String attribute) {
		this.tag = tag;
		this.attribute = attribute;
	}

	@Override
	public String asString() {
		return this.tag;
	}

	/**
	 * Return the tags of a request.
	 * @param attributes gives the attributes of the request, {@code null} where no side
	 * was assigned
	 * @return the tags
	 */
	static KeyValues of(Function<String, @Nullable Object> attributes) {
		KeyValues values = KeyValues.empty();
		for (RequestTag tag : values()) {
			Object attribute = attributes.apply(tag.attribute);
			values = values.and(tag.withValue((attribute != null) ? attribute.toString() : RequestVariant.NONE.text()));
		}
		return values;
	}

}
