package io.setpoint.rollout.web;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The tag that says which side a request is on. Every request has it, as all meters of a
 * name must have the same keys.
 */
final class VariantTag {

	private static final String KEY = "config.variant";

	private VariantTag() {
	}

	/**
	 * Return the tag of a request.
	 * @param variant the attribute that says which side it is on, {@code null} where no
	 * side was assigned
	 * @return the tag
	 */
	static KeyValue of(@Nullable Object variant) {
		return KeyValue.of(KEY, (variant != null) ? variant.toString() : Assignments.NONE);
	}

}
