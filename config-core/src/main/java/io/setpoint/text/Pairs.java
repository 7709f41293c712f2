package io.setpoint.text;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Labels, attributes or tags, as they are read in a sentence.
 *
 * @since 0.1.0
 */
public final class Pairs {

	private Pairs() {
	}

	/**
	 * Say which ones are meant: {@code with country=de and tier=vip}.
	 * @param pairs the values by their names
	 * @return the words with a space before them, none if nothing is asked for
	 */
	public static String with(Map<String, String> pairs) {
		return pairs.isEmpty() ? ""
				: new TreeMap<>(pairs).entrySet()
					.stream()
					.map((pair) -> pair.getKey() + "=" + pair.getValue())
					.collect(Collectors.joining(" and ", " with ", ""));
	}

}
