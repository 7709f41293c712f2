package io.setpoint.rollout.web;

import java.util.function.Function;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The tags that say which side a request is on, and of which configurations it has the
 * candidate. Every request has them, as all meters of a name must have the same keys.
 */
final class VariantTag {

	private static final String VARIANT = "config.variant";

	private static final String CANDIDATES = "config.candidates";

	private VariantTag() {
	}

	/**
	 * Return the tags of a request.
	 * @param attributes gives the attributes of the request, {@code null} where no side
	 * was assigned
	 * @return the tags
	 */
	static KeyValues of(Function<String, @Nullable Object> attributes) {
		return KeyValues.of(KeyValue.of(VARIANT, text(attributes.apply(Assignments.VARIANT))),
				KeyValue.of(CANDIDATES, text(attributes.apply(Assignments.CANDIDATES))));
	}

	private static String text(@Nullable Object attribute) {
		return (attribute != null) ? attribute.toString() : Assignments.NONE;
	}

}
