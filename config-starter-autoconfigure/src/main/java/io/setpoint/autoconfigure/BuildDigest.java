package io.setpoint.autoconfigure;

/**
 * Tells the build of an application from others by what it binds, so that one instance
 * can answer for all of its build.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BuildDigest {

	/**
	 * Return the digest. May read files when it is asked for the first time.
	 * @return what all instances of the build have in common, and no other build has
	 */
	String get();

}
