package io.setpoint.configdata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;

/**
 * The locations that a start goes on without having read them from etcd. Each reason is
 * told once, with all locations that it concerns.
 */
final class StartOutage {

	private final LastGoodState lastGood;

	private final Log logger;

	private final Map<String, Concerned> untold = new LinkedHashMap<>();

	private final Map<String, StoreException> failures = new LinkedHashMap<>();

	StartOutage(LastGoodState lastGood, Log logger) {
		this.lastGood = lastGood;
		this.logger = logger;
	}

	/**
	 * Note a location that starts from its last good state.
	 * @param location the location
	 * @param failure why it could not be read
	 */
	void addStale(ImportedLocation location, StoreException failure) {
		concerned(location, failure).stale().add(location.displayName());
	}

	/**
	 * Note a location that starts empty.
	 * @param location the location
	 * @param failure why it could not be read
	 */
	void addEmpty(ImportedLocation location, StoreException failure) {
		concerned(location, failure).empty().add(location.displayName());
	}

	private Concerned concerned(ImportedLocation location, StoreException failure) {
		String reason = String.valueOf(failure.getMessage());
		this.failures.put(location.watched(), failure);
		return this.untold.computeIfAbsent(reason, (key) -> new Concerned(new ArrayList<>(), new ArrayList<>()));
	}

	/**
	 * Tell what was not told yet.
	 */
	void tell() {
		this.untold.forEach((reason, concerned) -> this.logger
			.warn("etcd is out of reach: " + concerned.words(this.lastGood) + ". " + reason));
		this.untold.clear();
	}

	/**
	 * Return why locations could not be read.
	 * @return the failures by what is watched for a location
	 */
	Map<String, StoreException> failures() {
		return Map.copyOf(this.failures);
	}

	/**
	 * The locations that one reason concerns.
	 *
	 * @param stale those that start from their last good state
	 * @param empty those that start empty
	 */
	private record Concerned(List<String> stale, List<String> empty) {

		String words(LastGoodState lastGood) {
			List<String> words = new ArrayList<>();
			if (!this.stale.isEmpty()) {
				words.add(words(this.stale, "starts from the ", "start from the ") + lastGood.description()
						+ ((this.stale.size() == 1) ? " and is" : " and are") + " stale until etcd is back");
			}
			if (!this.empty.isEmpty()) {
				words.add(words(this.empty, "is optional and starts empty", "are optional and start empty")
						+ " until etcd is there");
			}
			return String.join("; ", words);
		}

		private static String words(List<String> names, String one, String several) {
			return String.join(", ", names) + " " + ((names.size() == 1) ? one : several);
		}

	}

}
