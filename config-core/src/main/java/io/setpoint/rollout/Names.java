package io.setpoint.rollout;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Names instances in a sentence that is kept in etcd, where a large fleet would not fit.
 */
final class Names {

	private static final int TOLD = 10;

	private Names() {
	}

	/**
	 * Name the first few.
	 * @param names the names
	 * @return the names, and how many more there are
	 */
	static String of(Collection<String> names) {
		String told = names.stream().limit(TOLD).collect(Collectors.joining(", "));
		return (names.size() > TOLD) ? told + " and " + (names.size() - TOLD) + " more" : told;
	}

}
