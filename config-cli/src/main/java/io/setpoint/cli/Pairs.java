package io.setpoint.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plain keys with their values as they are written on the command line.
 */
final class Pairs {

	private Pairs() {
	}

	/**
	 * Read them.
	 * @param words {@code KEY=VALUE}, or {@code KEY=@FILE}
	 * @param outside has the files
	 * @return the values by whole keys
	 */
	static Map<String, String> of(List<String> words, Outside outside) {
		Map<String, String> values = new TreeMap<>();
		for (String pair : words) {
			int equals = pair.indexOf('=');
			if (equals < 0) {
				throw RefusedException.usage("'" + pair + "' has no value: write KEY=VALUE, or KEY=@FILE");
			}
			String key = KeyPath.key(pair.substring(0, equals));
			if (values.put(key, value(pair.substring(equals + 1), outside)) != null) {
				throw RefusedException.usage("'" + key + "' is given twice: say one thing");
			}
		}
		return values;
	}

	private static String value(String written, Outside outside) {
		if (!written.startsWith("@")) {
			return written;
		}
		String file = written.substring(1);
		return TextFile.text(TextFile.bytes(file, "value", outside), file);
	}

	static String key(String word) {
		return word.substring(0, (word.indexOf('=') < 0) ? word.length() : word.indexOf('='));
	}

}
