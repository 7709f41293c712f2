package io.setpoint.rollout.imports;

import java.util.List;

import io.setpoint.configdata.ImportedLocation;
import io.setpoint.configdata.LocationStart;
import io.setpoint.configdata.MalformedLocationException;
import io.setpoint.document.LocationContent;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;

/**
 * A location whose content is a version of a configuration.
 *
 * @since 0.1.0
 */
public final class RolloutLocation implements ImportedLocation {

	static final String PREFIX = "rollout:";

	private final String configuration;

	private final RolloutKeys keys;

	private volatile ImportedRollout imported;

	/**
	 * Create a location.
	 * @param configuration the name of the configuration
	 * @param keys where everything lies
	 */
	public RolloutLocation(String configuration, RolloutKeys keys) {
		checkName(configuration);
		this.configuration = configuration;
		this.keys = keys;
		this.imported = new ImportedRollout(configuration, prefix(), stateKey(), 0, List.of(), null);
	}

	static void checkName(String configuration) {
		if (!RolloutKeys.isConfiguration(configuration)) {
			throw new MalformedLocationException(PREFIX + configuration,
					"it names no configuration: letters, digits, dots, dashes and underscores are allowed",
					"rollout:checkout");
		}
	}

	/**
	 * Return what an import of a configuration says.
	 * @param configuration the name of the configuration
	 * @return the import
	 */
	public static String displayName(String configuration) {
		return PREFIX + configuration;
	}

	String configuration() {
		return this.configuration;
	}

	@Override
	public String displayName() {
		return displayName(this.configuration);
	}

	@Override
	public String prefix() {
		return this.keys.versions(this.configuration);
	}

	/**
	 * What the location shows is said by the state.
	 */
	@Override
	public String watched() {
		return RolloutKeys.followed(stateKey());
	}

	@Override
	public String told() {
		return stateKey();
	}

	private String stateKey() {
		return this.keys.state(this.configuration);
	}

	/**
	 * Find the state in what was read.
	 * @param image what was read of what is watched
	 * @return its entry, or none
	 */
	List<KeyValue> state(Image image) {
		return image.entries(watched()).stream().filter((entry) -> entry.key().equals(stateKey())).toList();
	}

	String historyPrefix() {
		return this.keys.history(this.configuration);
	}

	@Override
	public LocationContent empty() {
		return LocationContent.ofVersions(prefix(), displayName());
	}

	/**
	 * Return what was found when it was read for the first time.
	 * @return what was imported
	 */
	ImportedRollout imported() {
		return this.imported;
	}

	@Override
	public LocationContent read(LocationStart start) {
		RolloutImport reading = new RolloutImport(this, start);
		try {
			RolloutImport.Found found = reading.read();
			List<KeyValue> state = state(found.image());
			start.watchFrom(found.image());
			LocationContent.Update usable = start.lastGood();
			String version = (state.isEmpty() && usable != null) ? usable.content().version() : null;
			remember(found);
			if (version != null) {
				found = reading.withdraw(version);
				if (found == null) {
					return start.stay("It was deleted: put it back, or release a version");
				}
				remember(found);
			}
			return accept(start, found);
		}
		catch (InvalidRolloutStateException ex) {
			return start.stay(String.valueOf(ex.getMessage()));
		}
	}

	private void remember(RolloutImport.Found found) {
		this.imported = new ImportedRollout(this.configuration, prefix(), stateKey(), found.image().revision(),
				state(found.image()), found.own());
	}

	/**
	 * Take what is the instance's own: the candidate with the stable version to fall back
	 * to, anything else with the last good state.
	 * @param start what the location has at hand
	 * @param found what was found
	 * @return the content
	 */
	private LocationContent accept(LocationStart start, RolloutImport.Found found) {
		LocationContent empty = start.empty();
		LocationContent.Update stable = empty
			.with(found.changes(empty, found.candidate() ? found.stable() : found.own()));
		if (found.candidate() && stable.problems().isEmpty()) {
			return start.acceptOver(stable.content(), found.changes(stable.content(), found.own()));
		}
		List<String> known = found.candidate() ? stable.problems().stream().map(Object::toString).toList() : List.of();
		known.forEach((problem) -> start.log()
			.error("The stable version of " + displayName()
					+ " cannot be read, so there is nothing in etcd to fall back to: " + problem));
		return start.accept((before) -> found.changes(before, found.own()), known);
	}

}
