package io.setpoint.document;

/**
 * Makes the plain text of values that are written encrypted, before anybody sees them.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Decryption {

	/**
	 * Takes all values as they are written.
	 */
	Decryption NONE = (text) -> text;

	/**
	 * Return the plain text of a value.
	 * @param text the value as it is written
	 * @return the plain text, the same text if it is not encrypted
	 * @throws RuntimeException if it cannot be decrypted, for whatever reason
	 */
	String decrypt(String text);

}
