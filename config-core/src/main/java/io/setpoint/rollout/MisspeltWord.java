package io.setpoint.rollout;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A word that a record does not have. Jackson passes words on to the constructor first,
 * and would only say what is missing there, because it is called otherwise.
 *
 * @param word the word
 * @param path where it stands
 * @param known what can be said there, in the order of the alphabet
 */
record MisspeltWord(String word, String path, Iterable<String> known) {

	/**
	 * Find the first one.
	 * @param node what was written
	 * @param type what it is read as
	 * @return the word, {@code null} if all are known
	 */
	static @Nullable MisspeltWord find(JsonNode node, Type type) {
		return find(node, type, "");
	}

	private static @Nullable MisspeltWord find(JsonNode node, Type type, String path) {
		if (type instanceof ParameterizedType list && node.isArray()) {
			return findInList(node, list.getActualTypeArguments()[0], path);
		}
		return (type instanceof Class<?> record && record.isRecord() && node.isObject())
				? findInRecord(node, record, path) : null;
	}

	private static @Nullable MisspeltWord findInList(JsonNode list, Type type, String path) {
		for (int i = 0; i < list.size(); i++) {
			MisspeltWord found = find(list.get(i), type, path + '[' + i + ']');
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private static @Nullable MisspeltWord findInRecord(JsonNode object, Class<?> record, String path) {
		Map<String, Type> known = words(record);
		for (Map.Entry<String, JsonNode> property : object.properties()) {
			String word = property.getKey();
			String place = path + (path.isEmpty() ? "" : ".") + Line.cut(word, Misreading.LONGEST);
			Type type = known.get(word);
			MisspeltWord found = (type != null) ? find(property.getValue(), type, place)
					: new MisspeltWord(word, place, known.keySet());
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private static Map<String, Type> words(Class<?> record) {
		Map<String, Type> words = new TreeMap<>();
		for (RecordComponent component : record.getRecordComponents()) {
			JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
			words.put((named != null) ? named.value() : component.getName(), component.getGenericType());
		}
		return words;
	}

}
