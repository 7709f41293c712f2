package io.setpoint.rollout;

import java.util.Collection;
import java.util.List;

import io.setpoint.text.Line;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * The instances that can answer for each other: of one build, with the same profiles, and
 * with the same plain locations below what they follow.
 *
 * @param build what tells the build from others
 * @param profiles the profiles that are active, in their order
 * @param locations the prefixes of the plain locations that are imported, in their order
 * @since 0.1.0
 */
public record Bench(String build, List<String> profiles, List<String> locations) {

	private static final int DIGITS = 12;

	private static final int LONGEST = 300;

	public Bench {
		profiles = List.copyOf(profiles);
		locations = List.copyOf(locations);
	}

	/**
	 * Return what tells it from the others of its build too.
	 * @return the build, and a digest of the rest
	 */
	public String id() {
		String digest = DigestUtils.sha256Hex(this.profiles + "\n" + this.locations);
		return this.build + "." + digest.substring(0, DIGITS);
	}

	/**
	 * Return in words what tells it from the others of its build.
	 * @param others all that are there, which may have this one among them
	 * @return the words, {@code null} if there is no other of its build
	 */
	public @Nullable String among(Collection<Bench> others) {
		List<Bench> alike = others.stream().filter((other) -> isOfSameBuild(other) && !equals(other)).toList();
		if (alike.isEmpty()) {
			return null;
		}
		String words = this.profiles.isEmpty() ? "without a profile" : "with profiles " + text(this.profiles);
		if (alike.stream().anyMatch((other) -> other.profiles.equals(this.profiles))) {
			words += this.locations.isEmpty() ? " and no locations" : " and locations " + text(this.locations);
		}
		return Line.cut(words, LONGEST);
	}

	private boolean isOfSameBuild(Bench other) {
		return other.build.equals(this.build);
	}

	private static String text(List<String> names) {
		return "'" + String.join("', '", names) + "'";
	}

}
