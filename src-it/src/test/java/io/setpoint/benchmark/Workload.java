package io.setpoint.benchmark;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How much configuration there is.
 */
enum Workload {

	/**
	 * 20 keys, one type.
	 */
	SMALL(20, 1, 50),

	/**
	 * 10 000 keys, 50 types.
	 */
	BIG(10_000, 50, 100);

	private final int keys;

	private final int types;

	private final double allocationBar;

	Workload(int keys, int types, double allocationBar) {
		this.keys = keys;
		this.types = types;
		this.allocationBar = allocationBar;
	}

	int types() {
		return this.types;
	}

	/**
	 * How much a change may allocate.
	 * @return the bar in KiB
	 */
	double allocationBar() {
		return this.allocationBar;
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The key that a measured change puts.
	 * @param prefix the prefix of the location
	 * @return the key
	 */
	static String serialKey(String prefix) {
		return prefix + "limits/serial";
	}

	/**
	 * Return all keys of a location, with valid values.
	 * @param prefix the prefix of the location
	 * @return the values by key
	 */
	Map<String, String> entries(String prefix) {
		Map<String, String> entries = new LinkedHashMap<>();
		addType(entries, prefix + "limits/");
		for (int i = 1; i < this.types; i++) {
			addType(entries, prefix + GeneratedTypes.propertyPrefix(i) + "/");
		}
		for (int i = 0; entries.size() < this.keys; i++) {
			entries.put("%sfiller/group-%03d/key-%02d".formatted(prefix, i / 50, i % 50), "some value number " + i);
		}
		return entries;
	}

	private static void addType(Map<String, String> entries, String prefix) {
		entries.put(prefix + "serial", "0");
		entries.put(prefix + "limit", "100");
		entries.put(prefix + "burst", "20");
		entries.put(prefix + "name", "checkout");
		entries.put(prefix + "region", "eu-central");
		entries.put(prefix + "timeout", "250ms");
		entries.put(prefix + "interval", "2s");
		entries.put(prefix + "size", "64KB");
		entries.put(prefix + "rate", "0.75");
		entries.put(prefix + "enabled", "true");
		entries.put(prefix + "strict", "false");
	}

}
