package io.setpoint.acceptance;

import java.util.List;
import java.util.Set;

import io.setpoint.binding.BoundType;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What would come of something that was tried. Never carries values.
 *
 * @param problems why it would be refused, a sentence each; empty if it would not
 * @param warnings what would be left out of it
 * @param types the types that would be bound anew
 * @param names the properties whose values would differ
 * @since 0.1.0
 */
public record Rehearsed(List<String> problems, List<String> warnings, Set<BoundType> types,
		Set<ConfigurationPropertyName> names) {

	static Rehearsed of(Candidate candidate) {
		return new Rehearsed(candidate.problems(), candidate.warnings(), candidate.outcomes().keySet(),
				candidate.names());
	}

}
