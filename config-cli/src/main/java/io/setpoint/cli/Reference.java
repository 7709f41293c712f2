package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent;
import io.setpoint.rollout.Version;
import io.setpoint.schema.judging.Readability;
import io.setpoint.store.Change;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;

/**
 * Something that has properties, as it is named on the command line: a file, a
 * configuration, one of its versions, or a location of plain keys.
 *
 * @param name how it was named
 * @param properties its properties by name
 */
record Reference(String name, Map<String, Object> properties) {

	/**
	 * Read what a word stands for.
	 * @param word {@code FILE}, {@code CONFIGURATION}, {@code CONFIGURATION@VERSION} or
	 * {@code etcd:/path/}
	 * @param desk has etcd
	 * @return its properties
	 */
	static Reference of(String word, Desk desk) {
		if (KeyPath.isLocation(word)) {
			return ofLocation(word, KeyPath.location(word), desk);
		}
		if (isFile(word)) {
			return ofDocument(word, TextFile.text(TextFile.bytes(word, "document", desk.outside()), word));
		}
		int at = word.indexOf('@');
		String configuration = (at < 0) ? word : word.substring(0, at);
		Version version = version(configuration, (at < 0) ? "" : word.substring(at + 1), desk);
		return ofDocument(configuration + "@" + version.id(), version.document());
	}

	private static boolean isFile(String word) {
		try {
			return word.equals("-") || Files.exists(Path.of(word)) || word.endsWith(".yaml") || word.endsWith(".yml")
					|| word.endsWith(".json");
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

	/**
	 * Read a version.
	 * @param configuration the name of the configuration
	 * @param id the id of the version, empty for the stable one
	 * @param desk has etcd
	 * @return the version
	 */
	static Version version(String configuration, String id, Desk desk) {
		String stable = desk.known(configuration).stable();
		String wanted = id.isEmpty() ? stable : id;
		if (wanted == null) {
			throw RefusedException.refused(
					"'" + configuration + "' has no stable version yet: name one by --version or @, 'setpoint versions "
							+ configuration + "' lists them");
		}
		return desk.await(desk.rollouts(configuration).version(configuration, wanted));
	}

	private static Reference ofDocument(String name, String document) {
		Readability check = Readability.of(document);
		if (check.content().keyCount() == 0) {
			throw RefusedException.refused("'" + name + "' cannot be read", Problem.of(check.problems()));
		}
		return new Reference(name, check.content().properties());
	}

	private static Reference ofLocation(String name, String prefix, Desk desk) {
		Image image = desk.read(prefix);
		return new Reference(name, content(prefix, image.entries(prefix)).content().properties());
	}

	/**
	 * Return what a location makes of its keys.
	 * @param prefix the prefix of the location
	 * @param entries the keys
	 * @return the content, with what was refused
	 */
	static LocationContent.Update content(String prefix, List<KeyValue> entries) {
		return LocationContent.empty(prefix, "etcd:" + prefix)
			.with(entries.stream().map((entry) -> (Change) new Change.Put(entry)).toList());
	}

	static KeyValue entry(String key, String text) {
		return new KeyValue(key, text.getBytes(StandardCharsets.UTF_8), 0, 0);
	}

}
