package io.setpoint.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import io.setpoint.rollout.InvalidPlanException;
import io.setpoint.rollout.RolloutFormat;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of a person, from a file.
 *
 * @param file the file, which may not exist
 * @param current the name of the context that is used where none is named, or
 * {@code null}
 * @param contexts the contexts by name
 */
record Contexts(Path file, @Nullable String current, Map<String, Context> contexts) {

	private static final String NAME = "setpoint.yaml";

	/**
	 * Read the contexts: {@code SETPOINT_CONFIG}, or {@code setpoint.yaml} in
	 * {@code XDG_CONFIG_HOME} or {@code ~/.config}.
	 * @param outside knows where they are
	 * @return the contexts, none if there is no file
	 */
	static Contexts read(Outside outside) {
		String named = outside.variable("SETPOINT_CONFIG");
		Path file = (named != null) ? TextFile.path(named, outside) : folder(outside).resolve(NAME);
		if (named == null && !Files.exists(file)) {
			return new Contexts(file, null, Map.of());
		}
		String text = TextFile.read(file, "contexts");
		try {
			Document document = RolloutFormat.parse(text, Document.class);
			return new Contexts(file, document.current, new TreeMap<>(document.contexts));
		}
		catch (InvalidPlanException ex) {
			throw RefusedException.usage("The contexts in '" + file + "' cannot be read. " + ex.getMessage());
		}
	}

	private static Path folder(Outside outside) {
		String folder = outside.variable("XDG_CONFIG_HOME");
		return (folder != null) ? Path.of(folder) : outside.home().resolve(".config");
	}

	/**
	 * Find a context.
	 * @param name its name, {@code null} for the current one
	 * @return the context
	 */
	Context get(@Nullable String name) {
		String wanted = (name != null) ? name : this.current;
		if (wanted == null) {
			return (this.contexts.size() == 1) ? this.contexts.values().iterator().next() : Context.EMPTY;
		}
		Context context = this.contexts.get(wanted);
		if (context == null) {
			String known = this.contexts.isEmpty() ? "it has none"
					: "there are " + String.join(", ", this.contexts.keySet());
			throw RefusedException.usage("There is no context '" + wanted + "' in '" + this.file + "': " + known
					+ ". Add it there, or say where etcd is by --endpoints");
		}
		return context;
	}

	/**
	 * What is in the file.
	 *
	 * @param current the name of a context, or {@code null}
	 * @param contexts the contexts by name
	 */
	record Document(@Nullable String current, Map<String, Context> contexts) {
	}

}
