package io.setpoint;

import java.util.HashMap;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * Whom a request is for. Decides which version of a configuration the request has while a
 * rollout over requests is under way. Immutable.
 *
 * @param id what the subject is told apart by, such as the id of a user; the same id
 * stays on the same side of a rollout
 * @param attributes what the subject is, for stages that match only some
 * @since 0.1.0
 */
public record Subject(String id, Map<String, String> attributes) {

	public Subject {
		Assert.hasText(id, "'id' must not be empty");
		attributes = Map.copyOf(attributes);
	}

	/**
	 * Create a subject without attributes.
	 * @param id what it is told apart by
	 * @return the subject
	 */
	public static Subject of(String id) {
		return new Subject(id, Map.of());
	}

	/**
	 * Return this subject with one more attribute.
	 * @param name the name of the attribute
	 * @param value its value
	 * @return the new subject
	 */
	public Subject with(String name, String value) {
		Map<String, String> attributes = new HashMap<>(this.attributes);
		attributes.put(name, value);
		return new Subject(this.id, attributes);
	}

	/**
	 * Says that there is a subject, never who it is.
	 */
	@Override
	public String toString() {
		return "Subject with " + this.attributes.keySet();
	}

}
