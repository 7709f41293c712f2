package io.setpoint.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Profiles;

/**
 * Puts parts of files together as Spring Boot does: a later part outranks an earlier one,
 * and a list is taken from one part only.
 */
final class Merging {

	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]+");

	private final Map<String, Map<String, Object>> byProfile = new TreeMap<>();

	private final Set<String> outranked = new LinkedHashSet<>();

	private Merging() {
	}

	/**
	 * Put parts together for applications with some profiles.
	 * @param parts the parts
	 * @param active the profiles that are active
	 * @return the properties
	 */
	static Map<String, Object> of(Collection<Part> parts, List<String> active) {
		Map<String, Object> merged = new LinkedHashMap<>();
		parts.stream().filter((part) -> isActive(part, active)).forEach((part) -> add(merged, part.properties()));
		return merged;
	}

	private static boolean isActive(Part part, List<String> active) {
		if (part.profile() == null) {
			return true;
		}
		try {
			return Profiles.of(part.profile()).matches(active::contains);
		}
		catch (IllegalArgumentException ex) {
			throw RefusedException.refused("'" + part.profile() + "' in '" + part.source()
					+ "' is no expression of profiles: correct it in the file");
		}
	}

	/**
	 * Put parts together, those of each profile apart.
	 * @param parts the parts
	 * @return the properties by profile, those for all under the empty name
	 */
	static Merging apart(Collection<Part> parts) {
		Merging merging = new Merging();
		parts.forEach(merging::add);
		return merging;
	}

	private void add(Part part) {
		@Nullable String profile = part.profile();
		if (profile != null && !NAME.matcher(profile).matches()) {
			throw RefusedException.refused("'" + profile + "' in '" + part.source()
					+ "' is an expression of several profiles, and a location is for one: import it for chosen ones by"
					+ " --profile");
		}
		if (profile == null) {
			this.byProfile.values()
				.stream()
				.flatMap((before) -> part.properties().keySet().stream().filter(before::containsKey))
				.filter((name) -> !this.byProfile.getOrDefault("", Map.of()).containsKey(name)
						|| this.byProfile.size() > 1)
				.forEach(this.outranked::add);
		}
		add(this.byProfile.computeIfAbsent((profile != null) ? profile : "", (name) -> new LinkedHashMap<>()),
				part.properties());
	}

	private static void add(Map<String, Object> merged, Map<String, Object> properties) {
		Set<String> lists = new LinkedHashSet<>();
		properties.keySet().forEach((name) -> {
			int bracket = name.indexOf("[0]");
			if (bracket > 0) {
				lists.add(name.substring(0, bracket + 1));
			}
		});
		merged.keySet().removeIf((name) -> lists.stream().anyMatch(name::startsWith));
		merged.putAll(properties);
	}

	Map<String, Map<String, Object>> byProfile() {
		return this.byProfile;
	}

	/**
	 * Return the names that are written for all behind where they are written for a
	 * profile: in the file the last one wins, in etcd the profile does.
	 * @return the names
	 */
	List<String> outranked() {
		return new ArrayList<>(this.outranked);
	}

}
