package io.setpoint.document;

import java.util.regex.Pattern;

import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Leaves what looks like a date a string, as Boot does.
 */
final class NoTimestampResolver extends Resolver {

	@Override
	public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
		if (tag != Tag.TIMESTAMP) {
			super.addImplicitResolver(tag, regexp, first, limit);
		}
	}

}
