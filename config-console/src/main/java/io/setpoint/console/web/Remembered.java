package io.setpoint.console.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was read lately and never changes.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class Remembered<K, V> extends LinkedHashMap<K, V> {

	private static final int MOST = 2000;

	private Remembered() {
		super(16, 0.75f, true);
	}

	/**
	 * Return a memory that forgets what has not been asked for the longest time. Any
	 * thread may use it.
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @return an empty map
	 */
	static <K, V> Map<K, V> latest() {
		return Collections.synchronizedMap(new Remembered<>());
	}

	@Override
	protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
		return size() > MOST;
	}

}
