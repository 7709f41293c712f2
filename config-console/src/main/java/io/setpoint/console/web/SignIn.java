package io.setpoint.console.web;

import java.util.List;

/**
 * How people sign in.
 *
 * @param form whether by a name and a password that the console knows
 * @param providers the identity providers that know them
 * @since 0.1.0
 */
public record SignIn(boolean form, List<Provider> providers) {

	/**
	 * An identity provider.
	 *
	 * @param name what people call it
	 * @param link where signing in begins
	 */
	public record Provider(String name, String link) {
	}

}
