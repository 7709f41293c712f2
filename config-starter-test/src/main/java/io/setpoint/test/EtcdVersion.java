package io.setpoint.test;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of an etcd binary.
 *
 * @param major the major number
 * @param minor the minor number
 * @param patch the patch number
 * @since 0.1.0
 */
public record EtcdVersion(int major, int minor, int patch) implements Comparable<EtcdVersion> {

	private static final Pattern PATTERN = Pattern.compile("etcd Version: (\\d+)\\.(\\d+)\\.(\\d+)");

	private static final Comparator<EtcdVersion> ORDER = Comparator.comparingInt(EtcdVersion::major)
		.thenComparingInt(EtcdVersion::minor)
		.thenComparingInt(EtcdVersion::patch);

	/**
	 * Say whether this is the given version or a later one.
	 * @param major the major number
	 * @param minor the minor number
	 * @return whether this is {@code major.minor.0} or later
	 */
	public boolean isAtLeast(int major, int minor) {
		return compareTo(new EtcdVersion(major, minor, 0)) >= 0;
	}

	@Override
	public int compareTo(EtcdVersion other) {
		return ORDER.compare(this, other);
	}

	@Override
	public String toString() {
		return this.major + "." + this.minor + "." + this.patch;
	}

	static EtcdVersion parse(String output) {
		Matcher matcher = PATTERN.matcher(output);
		if (!matcher.find()) {
			throw new IllegalArgumentException("'etcd --version' printed no version but: " + output.strip());
		}
		return new EtcdVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
				Integer.parseInt(matcher.group(3)));
	}

}
