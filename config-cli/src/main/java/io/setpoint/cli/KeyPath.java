package io.setpoint.cli;

/**
 * Keys and locations as they are written on the command line, with {@code etcd:} before
 * them or without.
 */
final class KeyPath {

	private static final String SCHEME = "etcd:";

	private KeyPath() {
	}

	static boolean isLocation(String word) {
		return word.startsWith(SCHEME);
	}

	/**
	 * Return the prefix of a location.
	 * @param word {@code etcd:/path/} or {@code /path/}
	 * @return the prefix, ending in a slash
	 */
	static String location(String word) {
		String path = path(word);
		return path.endsWith("/") ? path : path + "/";
	}

	/**
	 * Return a key.
	 * @param word {@code etcd:/path/key} or {@code /path/key}
	 * @return the whole key
	 */
	static String key(String word) {
		String path = path(word);
		if (path.endsWith("/")) {
			throw RefusedException.usage("'" + word + "' is a prefix, not a key: leave out the last slash");
		}
		return path;
	}

	private static String path(String word) {
		String path = word.startsWith(SCHEME) ? word.substring(SCHEME.length()) : word;
		if (!path.startsWith("/") || path.contains("//") || path.length() < 2) {
			throw RefusedException
				.usage("'" + word + "' is no place in etcd: write it from the root, such as etcd:/config/checkout/");
		}
		return path;
	}

	/**
	 * Return the location that a key is part of, if keys lie as they do by convention:
	 * below a root and a name.
	 * @param key the whole key
	 * @return the prefix of the location
	 */
	static String locationOf(String key) {
		int root = key.indexOf('/', 1);
		int name = (root < 0) ? -1 : key.indexOf('/', root + 1);
		return (name < 0) ? key.substring(0, key.lastIndexOf('/') + 1) : key.substring(0, name + 1);
	}

	/**
	 * Return the location for a profile.
	 * @param location the prefix of the location
	 * @param profile the profile
	 * @return the prefix
	 */
	static String ofProfile(String location, String profile) {
		return location.substring(0, location.length() - 1) + "," + profile + "/";
	}

}
