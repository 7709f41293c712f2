package io.setpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.setpoint.document.LocationContent;
import io.setpoint.schema.judging.Readability;
import io.setpoint.store.KeyValue;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Properties as keys below a location, or as one document, so that they bind as they did.
 */
final class Flattening {

	private static final ObjectMapper MAPPER = YAMLMapper.builder()
		.disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
		.disable(YAMLWriteFeature.SPLIT_LINES)
		.enable(YAMLWriteFeature.MINIMIZE_QUOTES)
		.enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
		.enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
		.build();

	private Flattening() {
	}

	/**
	 * Make a key of each property.
	 * @param prefix the prefix of the location
	 * @param properties the properties
	 * @return the values by key
	 * @throws RefusedException if a property would not come out of its key as it was
	 */
	static Map<String, byte[]> keys(String prefix, Map<String, Object> properties) {
		Map<String, byte[]> keys = new TreeMap<>();
		List<KeyValue> entries = new ArrayList<>();
		properties.forEach((name, value) -> {
			String key = prefix + path(name);
			keys.put(key, String.valueOf(value).getBytes(StandardCharsets.UTF_8));
			entries.add(Reference.entry(key, String.valueOf(value)));
		});
		LocationContent content = Reference.content(prefix, entries).content();
		List<Problem> problems = lost(properties, content.properties());
		if (!problems.isEmpty()) {
			throw RefusedException.refused("Not every property can be a key of its own: import with --as document",
					problems);
		}
		return keys;
	}

	private static String path(String name) {
		ConfigurationPropertyName property = ConfigurationPropertyName.adapt(name, '.');
		List<String> segments = new ArrayList<>();
		for (int i = 0; i < property.getNumberOfElements(); i++) {
			String element = property.getElement(i, Form.ORIGINAL);
			boolean bracketed = isIndexed(property, i) && !property.isNumericIndex(i);
			segments.add(bracketed ? "[" + element + "]" : element);
		}
		return String.join("/", segments);
	}

	private static List<Problem> lost(Map<String, Object> wanted, Map<String, Object> found) {
		List<Problem> problems = new ArrayList<>();
		wanted.forEach((name, value) -> {
			Object read = found.get(ConfigurationPropertyName.adapt(name, '.').toString());
			if (!Objects.equals(String.valueOf(value), (read != null) ? String.valueOf(read) : null)) {
				problems.add(Problem.of(name, "'" + name + "' would not be read from its key as it is in the file"));
			}
		});
		return problems;
	}

	/**
	 * Make one document of properties.
	 * @param properties the properties
	 * @return the document, as YAML
	 */
	static String document(Map<String, Object> properties) {
		if (properties.isEmpty()) {
			return "";
		}
		String nested = MAPPER.writeValueAsString(nested(properties));
		Readability check = Readability.of(nested);
		boolean same = check.problems().isEmpty() && lost(properties, check.content().properties()).isEmpty();
		return same ? nested : MAPPER.writeValueAsString(properties);
	}

	private static Map<String, Object> nested(Map<String, Object> properties) {
		Map<String, Object> root = new LinkedHashMap<>();
		properties.forEach((name, value) -> {
			ConfigurationPropertyName property = ConfigurationPropertyName.adapt(name, '.');
			Map<String, Object> map = root;
			int last = property.getNumberOfElements() - 1;
			for (int i = 0; i < last; i++) {
				map = child(map, element(property, i));
			}
			map.put(element(property, last), value);
		});
		return listed(root);
	}

	private static String element(ConfigurationPropertyName name, int index) {
		String element = name.getElement(index, Form.ORIGINAL);
		return isIndexed(name, index) ? "[" + element + "]" : element;
	}

	private static boolean isIndexed(ConfigurationPropertyName name, int index) {
		return name.chop(index + 1).isLastElementIndexed();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> child(Map<String, Object> map, String element) {
		Object child = map.get(element);
		if (child instanceof Map<?, ?> present) {
			return (Map<String, Object>) present;
		}
		Map<String, Object> added = new LinkedHashMap<>();
		map.put(element, added);
		return added;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> listed(Map<String, Object> map) {
		map.replaceAll((name, value) -> {
			if (!(value instanceof Map<?, ?> child)) {
				return value;
			}
			Map<String, Object> nested = listed((Map<String, Object>) child);
			return isList(nested) ? new ArrayList<>(nested.values()) : nested;
		});
		return map;
	}

	private static boolean isList(Map<String, Object> map) {
		int index = 0;
		for (String name : map.keySet()) {
			if (!name.equals("[" + index++ + "]")) {
				return false;
			}
		}
		return !map.isEmpty();
	}

}
