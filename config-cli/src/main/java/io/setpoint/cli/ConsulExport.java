package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code consul kv export} writes: a list of keys with values in Base64. Spring
 * Cloud Consul makes a property of each, or reads a document from a key {@code data}.
 */
final class ConsulExport {

	private static final Pattern START = Pattern.compile("(?s)^\\[\\s*(\\{|]).*");

	private final String source;

	private final String below;

	private final Map<String, Map<String, Object>> properties = new TreeMap<>();

	private final List<Part> documents = new ArrayList<>();

	private final List<String> remarks = new ArrayList<>();

	private ConsulExport(String source, String below) {
		this.source = source;
		this.below = below;
	}

	static boolean isExport(String text) {
		return START.matcher(text).matches() && text.contains("\"key\"");
	}

	/**
	 * Read an export.
	 * @param source the name of the file
	 * @param text what is in it
	 * @param below the folder whose keys are taken, such as {@code config/checkout};
	 * empty for all
	 * @return the properties, those of a profile apart
	 */
	static Imported read(String source, String text, String below) {
		ConsulExport export = new ConsulExport(source, below);
		for (JsonNode entry : export.entries(text)) {
			export.add(entry.path("key").asString(""), entry.path("value").asString(""));
		}
		List<Part> parts = new ArrayList<>(export.documents);
		export.properties.forEach(
				(profile, properties) -> parts.add(new Part(source, profile.isEmpty() ? null : profile, properties)));
		return Imported.of(parts, null, export.remarks);
	}

	private JsonNode entries(String text) {
		try {
			JsonNode entries = JsonMapper.shared().readTree(text);
			if (entries.isArray()) {
				return entries;
			}
		}
		catch (JacksonException ex) {
			throw RefusedException.refused("'" + this.source + "' is no JSON (line " + ex.getLocation().getLineNr()
					+ ", column " + ex.getLocation().getColumnNr() + "): write it by 'consul kv export'");
		}
		throw RefusedException.refused("'" + this.source + "' is no list of keys: write it by 'consul kv export'");
	}

	private void add(String key, String encoded) {
		String[] place = place(key);
		if (place == null || place[1].isEmpty() || place[1].endsWith("/")) {
			return;
		}
		String value = decoded(key, encoded);
		@Nullable String profile = place[0].isEmpty() ? null : place[0];
		if (place[1].equals("data")) {
			Imported document = BootDocuments.read(key + ".yaml", value);
			this.remarks.addAll(document.remarks());
			document.parts()
				.forEach((part) -> this.documents
					.add(new Part(key, (part.profile() != null) ? part.profile() : profile, part.properties())));
			return;
		}
		this.properties.computeIfAbsent(place[0], (name) -> new LinkedHashMap<>())
			.put(place[1].replace('/', '.'), value);
	}

	/**
	 * Find out where a key belongs.
	 * @param key the key
	 * @return the profile, empty for all, and the rest of the key; {@code null} if it is
	 * elsewhere
	 */
	private String @Nullable [] place(String key) {
		if (this.below.isEmpty()) {
			return new String[] { "", key };
		}
		String folder = this.below.endsWith("/") ? this.below.substring(0, this.below.length() - 1) : this.below;
		if (key.startsWith(folder + "/")) {
			return new String[] { "", key.substring(folder.length() + 1) };
		}
		int end = key.indexOf('/', folder.length());
		if (!key.startsWith(folder + ",") || end < 0) {
			return null;
		}
		return new String[] { key.substring(folder.length() + 1, end), key.substring(end + 1) };
	}

	private String decoded(String key, String encoded) {
		try {
			return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw RefusedException.refused("The value of key '" + key + "' in '" + this.source
					+ "' is not Base64: write the file by 'consul kv export'");
		}
	}

}
