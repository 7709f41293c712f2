package io.setpoint.configdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.setpoint.document.Restriction;
import org.jspecify.annotations.Nullable;

/**
 * What each location may not say, by the settings.
 *
 * @param settings the settings
 */
record Restrictions(SetpointProperties.Restrict settings) {

	/**
	 * Whoever reads versions gives them this prefix, and the same names.
	 */
	private static final Pattern VERSIONED = Pattern.compile("rollout:[A-Za-z0-9][A-Za-z0-9._-]*");

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*");

	/**
	 * Return what a location may not say. The location of a profile has the restriction
	 * of the location that it comes with, if it has none of its own.
	 * @param location the location
	 * @return its restriction
	 */
	Restriction of(ImportedLocation location) {
		return of(location.displayName());
	}

	/**
	 * Return what a location may not say.
	 * @param imported what is imported
	 * @return the restriction of the location
	 */
	Restriction of(String imported) {
		SetpointProperties.Restrict.Location single = single(imported);
		if (single == null) {
			single = single(imported.replaceFirst(",[^,/]*/$", "/"));
		}
		List<String> denied = names(this.settings.deniedNames());
		SetpointProperties.Restrict.Placeholders placeholders = this.settings.placeholders();
		if (single == null) {
			return Restriction.of(null, denied, placeholders != SetpointProperties.Restrict.Placeholders.NONE);
		}
		denied.addAll(names(single.deniedNames()));
		placeholders = Objects.requireNonNullElse(single.placeholders(), placeholders);
		return Restriction.of((single.allowedNames() != null) ? names(single.allowedNames()) : null, denied,
				placeholders != SetpointProperties.Restrict.Placeholders.NONE);
	}

	private SetpointProperties.Restrict.@Nullable Location single(String imported) {
		return this.settings.locations()
			.entrySet()
			.stream()
			.filter((entry) -> imported.equals(location(entry.getKey())))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the locations that have a restriction of their own.
	 * @return what is imported
	 */
	Set<String> locations() {
		return this.settings.locations()
			.keySet()
			.stream()
			.map((name) -> Objects.requireNonNull(location(name)))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return what a setting calls a location.
	 * @param name the name in the setting
	 * @return what is imported, {@code null} if it names no location
	 */
	static @Nullable String location(String name) {
		try {
			if (VERSIONED.matcher(name).matches()) {
				return name;
			}
			return name.startsWith(EtcdConfigDataLocationResolver.PREFIX)
					? new Location(name.substring(EtcdConfigDataLocationResolver.PREFIX.length()), false).displayName()
					: null;
		}
		catch (MalformedLocationException ex) {
			return null;
		}
	}

	/**
	 * Return whether a setting has the name of a property; a dot at its end is let pass.
	 * @param name the name in the setting
	 * @return whether it is one
	 */
	static boolean isName(String name) {
		return NAME.matcher(trimmed(name)).matches();
	}

	private static List<String> names(List<String> names) {
		return new ArrayList<>(names.stream().map(Restrictions::trimmed).toList());
	}

	private static String trimmed(String name) {
		String trimmed = name.trim();
		return trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
	}

}
