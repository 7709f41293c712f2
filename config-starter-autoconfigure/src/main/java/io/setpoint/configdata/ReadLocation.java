package io.setpoint.configdata;

import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one location when it was read for the first time.
 */
final class ReadLocation {

	private final ImportedLocation location;

	private Map<String, List<KeyValue>> watched = Map.of();

	private @Nullable LocationContent lastGood;

	private @Nullable List<Change> since;

	ReadLocation(ImportedLocation location) {
		this.location = location;
	}

	ImportedLocation location() {
		return this.location;
	}

	/**
	 * Let the watch go on from some keys.
	 * @param range what is watched
	 * @param entries its keys
	 */
	void watchFrom(String range, List<KeyValue> entries) {
		this.watched = Map.of(range, entries);
	}

	/**
	 * Have a last good content, of which nothing has changed as far as is known.
	 * @param content the content
	 */
	void fallBackTo(LocationContent content) {
		this.lastGood = content;
	}

	/**
	 * Have a last good content.
	 * @param content the content
	 * @param since what has changed in etcd since then
	 */
	void fallBackTo(LocationContent content, List<Change> since) {
		this.lastGood = content;
		this.since = since;
	}

	/**
	 * Return what the watch goes on from.
	 * @return the keys by what is watched, empty if nothing was read
	 */
	Map<String, List<KeyValue>> watched() {
		return this.watched;
	}

	@Nullable LocationContent lastGood() {
		return this.lastGood;
	}

	@Nullable List<Change> since() {
		return this.since;
	}

}
