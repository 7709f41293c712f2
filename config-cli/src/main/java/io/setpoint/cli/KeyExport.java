package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.setpoint.store.KeyValue;
import io.setpoint.store.Utf8;
import io.setpoint.text.EmptyDocument;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Plain keys as they are, in a file that can be kept, compared and imported again: the
 * same bytes come back.
 */
final class KeyExport {

	private static final String HEAD = "setpoint-keys:";

	private static final TypeReference<Map<String, Map<String, String>>> TYPE = new TypeReference<>() {
	};

	private static final ObjectMapper READABLE = YAMLMapper.builder()
		.enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
		.disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
		.disable(YAMLWriteFeature.SPLIT_LINES)
		.build();

	private static final ObjectMapper QUOTED = YAMLMapper.builder()
		.disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
		.disable(YAMLWriteFeature.SPLIT_LINES)
		.build();

	private KeyExport() {
	}

	static boolean isExport(String text) {
		return text.startsWith(HEAD);
	}

	/**
	 * Write keys.
	 * @param prefix the prefix of their location
	 * @param entries the keys
	 * @return the text of the file
	 */
	static String write(String prefix, List<KeyValue> entries) {
		Map<String, String> texts = new TreeMap<>();
		Map<String, String> bytes = new TreeMap<>();
		for (KeyValue entry : entries) {
			String text = Utf8.text(entry.value());
			String key = entry.key().substring(prefix.length());
			if (text != null) {
				texts.put(key, text);
			}
			else {
				bytes.put(key, Base64.getEncoder().encodeToString(entry.value()));
			}
		}
		Map<String, Map<String, String>> document = new LinkedHashMap<>();
		document.put("setpoint-keys", texts);
		if (!bytes.isEmpty()) {
			document.put("setpoint-bytes", bytes);
		}
		String readable = READABLE.writeValueAsString(document);
		return isSame(readable, document) ? readable : QUOTED.writeValueAsString(document);
	}

	private static boolean isSame(String written, Map<String, Map<String, String>> document) {
		try {
			return QUOTED.readValue(written, TYPE).equals(document);
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	/**
	 * Read what was written.
	 * @param source the name of the file
	 * @param text what is in it
	 * @return the keys
	 */
	static Imported read(String source, String text) {
		Map<String, byte[]> keys = new TreeMap<>();
		try {
			Map<String, Map<String, String>> document = QUOTED.readValue(text, TYPE);
			document.getOrDefault("setpoint-keys", Map.of())
				.forEach((key, value) -> keys.put(key, value.getBytes(StandardCharsets.UTF_8)));
			document.getOrDefault("setpoint-bytes", Map.of())
				.forEach((key, value) -> keys.put(key, Base64.getDecoder().decode(value)));
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw RefusedException.refused("'" + source + "' is no export of keys: write it by 'setpoint export'");
		}
		return new Imported(List.of(), keys.isEmpty() ? EmptyDocument.NO_PROPERTIES : null, keys, List.of());
	}

}
