package io.setpoint.cli;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a file has to import.
 *
 * @param parts its properties, those that outrank others later
 * @param document the file itself, if it is one document for all profiles, or
 * {@code null}
 * @param keys keys that are taken as they are, relative to the place they go to; empty
 * but for an export of keys
 * @param remarks what is left out
 */
record Imported(List<Part> parts, @Nullable String document, Map<String, byte[]> keys, List<String> remarks) {

	Imported {
		parts = List.copyOf(parts);
		keys = Map.copyOf(keys);
		remarks = List.copyOf(remarks);
	}

	/**
	 * Return whether there is nothing to import, and nobody has said that nothing is
	 * meant.
	 * @return whether it has neither properties nor keys
	 */
	boolean isEmpty() {
		return this.parts.isEmpty() && this.keys.isEmpty() && this.document == null;
	}

	static Imported of(List<Part> parts, @Nullable String document, List<String> remarks) {
		return new Imported(parts, document, Map.of(), remarks);
	}

}
