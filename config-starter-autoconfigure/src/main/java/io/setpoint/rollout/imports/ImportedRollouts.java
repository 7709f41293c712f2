package io.setpoint.rollout.imports;

import java.util.List;

import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.SetpointProperties;
import io.setpoint.rollout.RolloutKeys;
import org.jspecify.annotations.Nullable;

/**
 * The versioned configurations that an application imports.
 *
 * @param all the imports, in their order
 * @since 0.1.0
 */
public record ImportedRollouts(List<ImportedRollout> all) {

	public ImportedRollouts {
		all = List.copyOf(all);
	}

	/**
	 * Return what a session has imported.
	 * @param session the session, {@code null} if nothing is imported
	 * @return the imports
	 */
	public static ImportedRollouts of(@Nullable ImportSession session) {
		if (session == null) {
			return new ImportedRollouts(List.of());
		}
		return new ImportedRollouts(session.locations()
			.stream()
			.filter(RolloutLocation.class::isInstance)
			.map(RolloutLocation.class::cast)
			.map(RolloutLocation::imported)
			.toList());
	}

	/**
	 * Return where everything about rollouts lies.
	 * @param properties the settings
	 * @return the keys
	 */
	public static RolloutKeys keys(SetpointProperties properties) {
		return new RolloutKeys(properties.rollout().root(), properties.fleet().root());
	}

	/**
	 * Return the names of the configurations.
	 * @return the names, in the order of the imports
	 */
	public List<String> configurations() {
		return this.all.stream().map(ImportedRollout::configuration).toList();
	}

	/**
	 * Return whether there is none.
	 * @return whether nothing is imported by {@code rollout:}
	 */
	public boolean isEmpty() {
		return this.all.isEmpty();
	}

}
