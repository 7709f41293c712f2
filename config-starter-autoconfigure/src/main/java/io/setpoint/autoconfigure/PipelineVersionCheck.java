package io.setpoint.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.setpoint.acceptance.Rehearsal;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionCheck;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Tries a version against what the application has accepted.
 *
 * @param rehearsal binds it off to the side
 * @param keys where versions lie
 */
record PipelineVersionCheck(Rehearsal rehearsal, RolloutKeys keys) implements VersionCheck {

	private static final int SHOWN = 20;

	@Override
	public List<String> problems(String configuration, Version version) {
		return this.rehearsal.problems(this.keys.versions(configuration), entry(configuration, version));
	}

	@Override
	public List<String> remarks(String configuration, Version version) {
		Set<ConfigurationPropertyName> unread = this.rehearsal.unread(this.keys.versions(configuration),
				entry(configuration, version));
		List<String> remarks = new ArrayList<>();
		unread.stream()
			.map((name) -> OneLine.name(name.toString()))
			.sorted()
			.limit(SHOWN)
			.forEach((name) -> remarks.add("'" + name + "' is read by no properties class of this application: look how"
					+ " it is spelled, unless something else reads it"));
		if (unread.size() > SHOWN) {
			remarks.add("And " + (unread.size() - SHOWN) + " more");
		}
		return remarks;
	}

	private KeyValue entry(String configuration, Version version) {
		return new KeyValue(this.keys.version(configuration, version.id()),
				version.document().getBytes(StandardCharsets.UTF_8), 0, 0);
	}

}
