package io.setpoint.coordination;

import io.setpoint.text.Line;

import org.springframework.util.Assert;

/**
 * Names of locks as they stand in keys.
 */
final class LockName {

	private static final int LONGEST = 1024;

	private LockName() {
	}

	/**
	 * Return the part of a key that stands for a name. It has no slash, which ends it,
	 * and no backslash, which stands for bytes; two names never have the same.
	 * @param what what it is the name of
	 * @param name the name
	 * @return the part
	 */
	static String escape(String what, String name) {
		String problem = Line.problem("The name of the " + what, name, LONGEST);
		Assert.isTrue(problem == null, () -> String.valueOf(problem));
		return name.replace("%", "%25").replace("/", "%2F").replace("\\", "%5C");
	}

}
