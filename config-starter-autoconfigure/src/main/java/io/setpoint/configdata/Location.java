package io.setpoint.configdata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;

import org.springframework.util.StringUtils;

/**
 * A location of plain keys: one prefix of etcd.
 *
 * @param prefix the prefix, which begins and ends with {@code /}
 * @param profileSpecific whether it holds what is for a profile
 */
record Location(String prefix, boolean profileSpecific) implements ImportedLocation {

	private static final Pattern UNUSABLE = Pattern.compile("[\\s\\p{Cntrl}?#]");

	/**
	 * Where etcd is, in the place of where the keys are.
	 */
	private static final Pattern SERVER = Pattern
		.compile("(?:(https?):)?(?://([^/]+)|((?:[\\w.-]+|\\[[\\w:]+]):\\d+))(/.*)?");

	private static final Pattern NEXT_IMPORT = Pattern.compile("\\s*;\\s*(?=(?:optional:)?(?:etcd|rollout):)");

	Location {
		checkServer(prefix);
		if (!prefix.startsWith("/")) {
			throw new MalformedLocationException("etcd:" + prefix, "it must begin with '/'",
					"etcd:" + (prefix.strip().startsWith("/") ? "" : "/") + prefix.strip());
		}
		if (NEXT_IMPORT.matcher(prefix).find()) {
			throw new MalformedLocationException("etcd:" + prefix, "a semicolon does not separate imports",
					"etcd:" + NEXT_IMPORT.matcher(prefix).replaceAll(","));
		}
		if (prefix.contains("//")) {
			throw new MalformedLocationException("etcd:" + prefix, "it has an empty path segment",
					"etcd:" + prefix.replaceAll("/{2,}", "/"));
		}
		if (UNUSABLE.matcher(prefix).find()) {
			throw new MalformedLocationException("etcd:" + prefix,
					"it has a query, a fragment, white space or control characters", "etcd:/config/checkout/");
		}
		prefix = prefix.endsWith("/") ? prefix : prefix + "/";
	}

	private static void checkServer(String path) {
		Matcher matcher = SERVER.matcher(path);
		if (matcher.matches()) {
			String scheme = Objects.requireNonNullElse(matcher.group(1), "http");
			String server = Objects.requireNonNullElse(matcher.group(2), matcher.group(3));
			String rest = matcher.group(4);
			throw new MalformedLocationException("etcd:" + path.replaceFirst("[^/@]*@", ""),
					"it names a server, and only the path of the keys belongs there",
					"etcd:" + ((StringUtils.hasText(rest) && !rest.equals("/")) ? rest : "/config/checkout/"),
					scheme + "://" + server.substring(server.indexOf('@') + 1));
		}
	}

	@Override
	public String displayName() {
		return EtcdConfigDataLocationResolver.PREFIX + this.prefix;
	}

	@Override
	public LocationContent empty() {
		return LocationContent.empty(this.prefix, displayName());
	}

	@Override
	public LocationContent read(LocationStart start) {
		Image image = start.read(List.of(this.prefix));
		start.watchFrom(image);
		return start.accept((before) -> difference(before, image.entries(this.prefix), image.revision()), List.of());
	}

	private static List<Change> difference(LocationContent before, List<KeyValue> entries, long revision) {
		Map<String, KeyValue> gone = new LinkedHashMap<>();
		before.entries().forEach((entry) -> gone.put(entry.key(), entry));
		List<Change> changes = new ArrayList<>();
		for (KeyValue entry : entries) {
			if (!entry.equals(gone.remove(entry.key()))) {
				changes.add(new Change.Put(entry));
			}
		}
		gone.keySet().forEach((key) -> changes.add(new Change.Delete(key, revision)));
		return changes;
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
