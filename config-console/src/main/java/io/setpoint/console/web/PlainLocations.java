package io.setpoint.console.web;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.rollout.FleetMember;
import io.setpoint.store.KeyText;
import io.setpoint.store.OneLine;

import org.springframework.util.Assert;

/**
 * Knows where plain keys lie, by what live instances say that they import, and who may
 * see and change them.
 */
final class PlainLocations {

	private final LandscapeWatch watch;

	private final List<String> reserved;

	/**
	 * Create locations.
	 * @param watch knows the live instances
	 * @param reserved the roots below which no plain keys lie
	 */
	PlainLocations(LandscapeWatch watch, List<String> reserved) {
		this.watch = watch;
		this.reserved = reserved.stream().map((root) -> root.endsWith("/") ? root : root + "/").toList();
	}

	/**
	 * Return the locations that somebody may see.
	 * @param person who looks
	 * @return those that live instances import, by their prefixes
	 */
	List<PlainLocation> visible(Rights person) {
		Set<String> prefixes = new TreeSet<>();
		configurations().forEach(
				(configuration) -> configuration.members().forEach((member) -> prefixes.addAll(member.locations())));
		return prefixes.stream()
			.filter((prefix) -> prefix.endsWith("/") && !isReserved(prefix))
			.map(this::location)
			.filter((location) -> location.isSeenBy(person))
			.toList();
	}

	private Collection<Configuration> configurations() {
		return this.watch.current().configurations().values();
	}

	/**
	 * Return a place that somebody may see.
	 * @param path a prefix that ends in a slash, or a key
	 * @param person who looks
	 * @return the place
	 * @throws NotVisibleException if the person may not see it
	 */
	PlainLocation visible(String path, Rights person) {
		PlainLocation location = location(checked(path));
		if (!location.isSeenBy(person)) {
			throw NotVisibleException.path(path);
		}
		return location;
	}

	/**
	 * Make sure that somebody may change a key.
	 * @param key the key
	 * @param person who wants to
	 */
	void checkEditable(String key, Rights person) {
		PlainLocation place = visible(key, person);
		if (!place.isEditedBy(person)) {
			String whose = place.configurations().isEmpty() ? "for that path"
					: "for every configuration that reads it: " + String.join(", ", place.configurations());
			throw new NotAllowedException("To change '" + OneLine.name(key) + "' needs the role 'editor' " + whose
					+ ". Nothing was changed.");
		}
	}

	/**
	 * Return what live instances import that has a key.
	 * @param key the key, or the beginning of some
	 * @return the prefixes, the shortest first
	 */
	Set<String> around(String key) {
		Set<String> prefixes = new TreeSet<>();
		configurations().forEach((configuration) -> configuration.members()
			.forEach((member) -> member.locations().stream().filter(key::startsWith).forEach(prefixes::add)));
		return prefixes;
	}

	/**
	 * Return the location that a key is part of: the innermost one that a live instance
	 * imports, or else what is before its last slash.
	 * @param key the key
	 * @return the prefix
	 */
	String of(String key) {
		return around(key).stream()
			.max(Comparator.comparingInt(String::length))
			.orElse(key.substring(0, key.lastIndexOf('/') + 1));
	}

	private PlainLocation location(String path) {
		Predicate<FleetMember> reads = (member) -> member.locations().stream().anyMatch(path::startsWith);
		Set<String> names = new TreeSet<>();
		int instances = 0;
		for (Configuration configuration : configurations()) {
			int count = (int) configuration.members().stream().filter(reads).count();
			if (count > 0) {
				names.add(configuration.name());
				instances += count;
			}
		}
		return new PlainLocation(path, names, instances);
	}

	/**
	 * Make sure that a path is one of plain keys.
	 * @param path a prefix that ends in a slash, or a key
	 * @return the path
	 */
	String checked(String path) {
		Assert.isTrue(path.startsWith("/") && path.length() > 1 && !path.endsWith("*"),
				"Write a path from the root, such as /config/checkout/ for all keys below it, or"
						+ " /config/checkout/pricing/timeout for one key.");
		Assert.isTrue(KeyText.isCanonical(path), "Write the key without escapes that it does not need.");
		Assert.isTrue(!isReserved(path), () -> "'" + OneLine.name(path)
				+ "' is no place for plain keys: what lies there is written by rollouts, instances and their schemas.");
		return path;
	}

	private boolean isReserved(String path) {
		return this.reserved.stream().anyMatch((root) -> path.startsWith(root) || root.startsWith(path));
	}

}
