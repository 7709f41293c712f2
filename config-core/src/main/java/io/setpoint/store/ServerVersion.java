package io.setpoint.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version that a server of etcd says it has.
 *
 * @param major the major version
 * @param minor the minor version
 * @param patch the patch
 */
record ServerVersion(int major, int minor, int patch) {

	private static final Pattern PATTERN = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6}).*");

	private static final ServerVersion UNKNOWN = new ServerVersion(0, 0, 0);

	static ServerVersion of(String text) {
		Matcher matcher = PATTERN.matcher(text);
		return matcher.matches() ? new ServerVersion(Integer.parseInt(matcher.group(1)),
				Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))) : UNKNOWN;
	}

	/**
	 * Whether progress notifications are in step with the events of their stream.
	 * @return whether all events up to the revision of a notification precede it
	 */
	boolean keepsProgressInStep() {
		if (this.major != 3) {
			return this.major > 3;
		}
		return switch (this.minor) {
			case 0, 1, 2, 3 -> false;
			case 4 -> this.patch >= 25;
			case 5 -> this.patch >= 8;
			default -> true;
		};
	}

}
