package io.setpoint.acceptance;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Takes the candidates that some requests have.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Variations {

	/**
	 * Bind and validate a candidate beside the accepted content of a location, and show
	 * it to the subjects that it is for. What is not valid, or varies a type that another
	 * candidate does, is not shown until what is in its way has changed.
	 * @param prefix the prefix of the location
	 * @param variation the candidate, {@code null} to end the one that there is
	 * @return every problem, a sentence each, without values; empty if it is shown
	 */
	List<String> vary(String prefix, @Nullable Variation variation);

}
