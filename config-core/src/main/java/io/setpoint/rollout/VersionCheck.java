package io.setpoint.rollout;

import java.util.List;

/**
 * Tries a version without letting anybody see it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface VersionCheck {

	/**
	 * Parse, bind and validate a version against everything else that is accepted now.
	 * @param configuration the name of the configuration, which is imported
	 * @param version the version
	 * @return every problem, a sentence each, without values; empty if the version is
	 * valid here
	 */
	List<String> problems(String configuration, Version version);

	/**
	 * Find out what a version says in vain.
	 * @param configuration the name of the configuration, which is imported
	 * @param version the version
	 * @return a sentence for each property that no type of this application reads
	 */
	default List<String> remarks(String configuration, Version version) {
		return List.of();
	}

}
