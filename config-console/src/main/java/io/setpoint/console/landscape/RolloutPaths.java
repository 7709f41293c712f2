package io.setpoint.console.landscape;

import java.util.Set;

import io.setpoint.rollout.RolloutKeys;
import org.jspecify.annotations.Nullable;

/**
 * What a key says of whose it is and what it holds.
 *
 * @param keys where everything lies
 */
record RolloutPaths(RolloutKeys keys) {

	static final String STATE = "state";

	static final String EXPECTED = "expected";

	static final String BAKED = "baked";

	static final String CONTROLLER = "controller";

	static final String VERSIONS = "versions/";

	static final String HISTORY = "history/";

	private static final Set<String> HELD = Set.of(STATE, EXPECTED, BAKED, CONTROLLER);

	String root() {
		return this.keys.rolloutRoot();
	}

	String fleetRoot() {
		return this.keys.fleetRoot();
	}

	/**
	 * Return a key that nobody uses: whoever reads it learns the revision of the store.
	 * @return the key
	 */
	String anchor() {
		return root() + "-";
	}

	boolean isHeld(String key) {
		Place place = place(root(), key);
		return place != null && HELD.contains(place.rest());
	}

	/**
	 * Take a key apart.
	 * @param root the root that it lies below
	 * @param key the key
	 * @return the configuration and what follows, {@code null} if it names none
	 */
	static @Nullable Place place(String root, String key) {
		int slash = key.indexOf('/', root.length());
		return (slash > root.length() && slash < key.length() - 1)
				? new Place(key.substring(root.length(), slash), key.substring(slash + 1)) : null;
	}

	/**
	 * Where a key lies.
	 *
	 * @param configuration the name of the configuration
	 * @param rest what follows
	 */
	record Place(String configuration, String rest) {
	}

}
