package io.setpoint.console.web;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Knows which values are not shown to whoever just looks: what is encrypted, what is
 * called like a secret, and addresses with a password in them.
 */
final class Secrets {

	/**
	 * What is shown instead.
	 */
	static final String MASK = "••••••";

	/**
	 * What is shown instead of a text that nobody can read without the key.
	 */
	static final String ENCRYPTED = "(encrypted)";

	static final String CIPHER = "{cipher}";

	private static final Pattern NAME = Pattern
		.compile("(?i).*(?:password|passwd|passphrase|secret|token|key)(?:\\[[0-9]+])*|.*credentials?(?:[.\\[].*)?");

	private static final Pattern USER_INFORMATION = Pattern.compile("[a-zA-Z0-9+.-]://[^/\\s:]{0,256}:[^/\\s]{0,256}@");

	private Secrets() {
	}

	/**
	 * Return whether a property is not shown.
	 * @param name its name
	 * @param value its value
	 * @return whether it is secret
	 */
	static boolean isSecret(String name, @Nullable Object value) {
		String text = String.valueOf(value);
		return text.startsWith(CIPHER) || NAME.matcher(name).matches() || USER_INFORMATION.matcher(text).find();
	}

	/**
	 * Return a value as it may be seen.
	 * @param name the name of its property
	 * @param value the value
	 * @return the value, or that it is not shown
	 */
	static String shown(String name, String value) {
		return isSecret(name, value) ? masked(value) : value;
	}

	/**
	 * Return what is shown of a value that is secret.
	 * @param value the value
	 * @return what is shown instead
	 */
	static String masked(String value) {
		return value.startsWith(CIPHER) ? ENCRYPTED : MASK;
	}

}
