package io.setpoint.schema;

import io.setpoint.document.EtcdOrigin;
import io.setpoint.schema.SchemaProblem.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A property of a document that is checked.
 *
 * @param name its name, as it is written
 * @param origin where it is written
 * @param shape what the schema says about it
 * @param nameless whether it is in no key yet
 */
record Place(String name, @Nullable EtcdOrigin origin, Shape shape, boolean nameless) {

	SchemaProblem problem(String sentence, Severity severity) {
		EtcdOrigin origin = this.origin;
		if (origin == null) {
			return new SchemaProblem(this.name, null, null, null, sentence, severity);
		}
		return new SchemaProblem(this.name, this.nameless ? null : origin.key(), origin.line(), origin.column(),
				sentence, severity);
	}

}
