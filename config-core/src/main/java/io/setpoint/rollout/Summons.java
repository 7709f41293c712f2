package io.setpoint.rollout;

import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Asks some builds for a verdict. All instances hear of it, so it has no more than what
 * each needs to know whether it is meant.
 *
 * @param lease the lease of the trial, which its verdicts live under too
 * @param builds how many instances each build has that is asked; of a build with several
 * benches, how many each bench has, by its id
 * @since 0.1.0
 */
public record Summons(long lease, Map<String, Integer> builds) {

	private static final Pattern BUILD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

	public Summons {
		builds = Map.copyOf(builds);
	}

	/**
	 * Return as what an instance is asked.
	 * @param bench what the instance can answer for
	 * @return the name under which it answers, {@code null} if it is not asked
	 */
	public @Nullable String seatOf(Bench bench) {
		if (this.builds.containsKey(bench.build())) {
			return bench.build();
		}
		return this.builds.containsKey(bench.id()) ? bench.id() : null;
	}

	/**
	 * Return whether a text can stand for a build in a key.
	 * @param build the text, or {@code null}
	 * @return whether somebody can be asked by it
	 */
	public static boolean isBuild(@Nullable String build) {
		return build != null && BUILD.matcher(build).matches();
	}

}
