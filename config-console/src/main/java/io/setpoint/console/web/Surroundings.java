package io.setpoint.console.web;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.setpoint.console.access.Rights;
import io.setpoint.schema.judging.Reader;
import io.setpoint.store.OneLine;

import org.springframework.util.Assert;

/**
 * Who reads the plain keys at a path and below it, whether alive or not, and what follows
 * from that: who may see and change them, and what of them is secret.
 *
 * @param path a prefix that ends in a slash, or a key
 * @param live what live instances say
 * @param readers what the schemas say, those of applications that do not run included
 */
record Surroundings(String path, PlainLocations live, List<Reader> readers) {

	/**
	 * Return a place that somebody may see.
	 * @param place the path, or a key below it
	 * @param person who looks
	 * @return the place
	 * @throws NotVisibleException if the person may not see it
	 */
	PlainLocation visible(String place, Rights person) {
		Assert.isTrue(place.startsWith(this.path),
				() -> "'" + OneLine.name(place) + "' is no key below '" + OneLine.name(this.path) + "'.");
		PlainLocation location = at(this.live.checked(place));
		if (!location.isSeenBy(person)) {
			throw NotVisibleException.path(place);
		}
		return location;
	}

	/**
	 * Make sure that somebody may change keys.
	 * @param keys the keys
	 * @param person who wants to
	 * @throws NotAllowedException if the person may not change one of them
	 */
	void checkEditable(Collection<String> keys, Rights person) {
		for (String key : keys) {
			PlainLocation place = visible(key, person);
			if (!place.isEditedBy(person)) {
				String whose = place.configurations().isEmpty() ? "for that path"
						: "for every configuration that reads it: " + String.join(", ", place.configurations());
				throw new NotAllowedException("To change '" + OneLine.name(key) + "' needs the role 'editor' " + whose
						+ ". Nothing was changed.");
			}
		}
	}

	private PlainLocation at(String place) {
		PlainLocation location = this.live.location(place);
		Set<String> names = new TreeSet<>(location.configurations());
		this.readers.stream()
			.filter((reader) -> place.startsWith(reader.location()))
			.forEach((reader) -> names.add(reader.configuration()));
		return new PlainLocation(place, names, location.instances());
	}

	/**
	 * Return what somebody imports that a key is part of.
	 * @param key the key
	 * @return the prefixes
	 */
	Set<String> around(String key) {
		Set<String> prefixes = new TreeSet<>(this.live.around(key));
		this.readers.stream().map(Reader::location).filter(key::startsWith).forEach(prefixes::add);
		return prefixes;
	}

	/**
	 * Return the location that a key is part of: the innermost one that somebody imports,
	 * or else what is before its last slash.
	 * @param key the key
	 * @return the prefix
	 */
	String of(String key) {
		return around(key).stream()
			.max(Comparator.comparingInt(String::length))
			.orElse(key.substring(0, key.lastIndexOf('/') + 1));
	}

	KeySecrets secrets() {
		return KeySecrets.of(this.live.around(this.path), this.readers);
	}

}
