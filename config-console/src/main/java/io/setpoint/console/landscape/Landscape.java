package io.setpoint.console.landscape;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * All configurations at one moment.
 *
 * @param configurations the configurations by name
 * @since 0.1.0
 */
public record Landscape(SortedMap<String, Configuration> configurations) {

	/**
	 * Nothing is known.
	 */
	public static final Landscape EMPTY = new Landscape(new TreeMap<>());

	/**
	 * Return a configuration.
	 * @param name its name
	 * @return the configuration, {@code null} if nothing of it is in etcd
	 */
	public @Nullable Configuration find(String name) {
		return this.configurations.get(name);
	}

	Landscape with(Map<String, Configuration> changed) {
		TreeMap<String, Configuration> next = new TreeMap<>(this.configurations);
		changed.forEach((name, configuration) -> {
			if (configuration.isEmpty()) {
				next.remove(name);
			}
			else {
				next.put(name, configuration);
			}
		});
		return new Landscape(next);
	}

}
