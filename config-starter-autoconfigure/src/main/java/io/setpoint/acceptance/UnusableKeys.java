package io.setpoint.acceptance;

/**
 * The keys that are no content themselves, say what a location has to show and cannot be
 * used: the last good content stays.
 *
 * @since 0.1.0
 */
public interface UnusableKeys {

	/**
	 * Report a key that cannot be used.
	 * @param refusal which key and why
	 */
	void unusable(Refusal refusal);

	/**
	 * A key that could not be used can be, or is of no interest any more.
	 * @param key the key
	 */
	void usable(String key);

}
