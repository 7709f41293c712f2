package io.setpoint.configdata;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.setpoint.document.LocationContent;

/**
 * A location of plain keys: one prefix of etcd.
 *
 * @param prefix the prefix, which begins and ends with {@code /}
 * @param profileSpecific whether it holds what is for a profile
 */
record Location(String prefix, boolean profileSpecific) implements ImportedLocation {

	private static final Pattern UNUSABLE = Pattern.compile("[\\s\\p{Cntrl}?#]");

	Location {
		if (!prefix.startsWith("/")) {
			throw new MalformedLocationException("etcd:" + prefix, "it must begin with '/'", "etcd:/" + prefix);
		}
		if (prefix.contains("//")) {
			throw new MalformedLocationException("etcd:" + prefix, "it names no server and no empty path segment",
					"etcd:" + prefix.replaceAll("/{2,}", "/"));
		}
		if (UNUSABLE.matcher(prefix).find()) {
			throw new MalformedLocationException("etcd:" + prefix,
					"it has a query, a fragment, white space or control characters", "etcd:/config/checkout/");
		}
		prefix = prefix.endsWith("/") ? prefix : prefix + "/";
	}

	@Override
	public String displayName() {
		return EtcdConfigDataLocationResolver.PREFIX + this.prefix;
	}

	@Override
	public LocationContent empty() {
		return LocationContent.empty(this.prefix, displayName());
	}

	/**
	 * Return what {@code etcd:} alone imports, weakest first.
	 * @param root the root of all configuration
	 * @param application the name of the application
	 * @param profiles the active profiles
	 * @return the locations
	 */
	static List<Location> conventional(String root, String application, List<String> profiles) {
		String parent = root.endsWith("/") ? root : root + "/";
		List<Location> bases = List.of(new Location(parent + "application/", false),
				new Location(parent + application + "/", false));
		Set<Location> locations = new LinkedHashSet<>(bases);
		for (String profile : profiles) {
			bases.forEach((base) -> locations.add(base.forProfile(profile)));
		}
		return List.copyOf(locations);
	}

	Location forProfile(String profile) {
		return new Location(this.prefix.substring(0, this.prefix.length() - 1) + "," + profile + "/", true);
	}

}
