package io.setpoint.rollout.archive;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.setpoint.document.LocationContent;
import io.setpoint.document.Restriction;
import io.setpoint.document.Warning;
import io.setpoint.rollout.Version;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;

/**
 * What of a document would never be heard of again. In a plain location it is left out
 * with a warning, because the key is there already; who publishes can still be told.
 */
final class LostParts {

	private LostParts() {
	}

	/**
	 * Return the parts of a version that would be left out.
	 * @param prefix the prefix of the versions
	 * @param key the key of the version
	 * @param version the version
	 * @param restriction what versions may not say
	 * @return a sentence for each
	 */
	static List<String> of(String prefix, String key, Version version, Restriction restriction) {
		KeyValue entry = new KeyValue(key, version.document().getBytes(StandardCharsets.UTF_8), 0, 0);
		return LocationContent.ofVersions(prefix, prefix)
			.restrictedBy(restriction)
			.with(List.of(new Change.Put(entry)))
			.warnings()
			.stream()
			.map(LostParts::problem)
			.toList();
	}

	private static String problem(Warning warning) {
		String place = (warning.line() != null) ? " in line " + warning.line() : "";
		return "'" + warning.property() + "'" + place + " would be lost: " + warning.reason();
	}

}
