package io.setpoint.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The flat properties of a document, in the sections that {@code ---} separates.
 */
final class Sections {

	static final int MAX_DEPTH = 50;

	private final List<Map<String, Located>> sections = new ArrayList<>();

	private final Budget budget;

	Sections(Budget budget) {
		this.budget = budget;
	}

	void begin() {
		this.sections.add(new LinkedHashMap<>());
	}

	void put(String name, Located value) {
		this.budget.spend(name.length(), value.line(), value.column());
		this.sections.get(this.sections.size() - 1).put(name, value);
	}

	List<Map<String, Located>> list() {
		return this.sections;
	}

	static KeyRefusedException tooDeep(@Nullable Integer line, @Nullable Integer column) {
		return new KeyRefusedException("mappings and lists are nested more than " + MAX_DEPTH + " deep",
				"Flatten the document or split it over several keys", line, column);
	}

	static String join(String path, String name) {
		if (path.isEmpty()) {
			return name;
		}
		return name.startsWith("[") ? path + name : path + "." + name;
	}

	/**
	 * Merge sections as Boot's binder does with the sources that it makes of them: a
	 * later section outranks an earlier one, and a list is never mixed of both.
	 * @param sections the sections in their order
	 * @return the properties of all
	 */
	static Map<String, Located> merge(List<Map<String, Located>> sections) {
		if (sections.size() == 1) {
			return sections.get(0);
		}
		Map<String, Located> merged = new LinkedHashMap<>();
		Map<String, List<String>> namesByRoot = new HashMap<>();
		for (Map<String, Located> section : sections) {
			Map<String, List<String>> replacing = new HashMap<>();
			section.keySet()
				.forEach((name) -> replacing.computeIfAbsent(listRoot(name), (root) -> new ArrayList<>()).add(name));
			replacing.keySet().forEach((root) -> namesByRoot.getOrDefault(root, List.of()).forEach(merged::remove));
			namesByRoot.putAll(replacing);
			merged.putAll(section);
		}
		return merged;
	}

	/**
	 * Return the name of the outermost list that a name is in.
	 * @param name the name
	 * @return the name of the list, or the name itself if it is in none
	 */
	private static String listRoot(String name) {
		int open = -1;
		boolean digits = false;
		for (int i = 0; i < name.length(); i++) {
			char character = name.charAt(i);
			if (character == '[') {
				open = i;
				digits = true;
			}
			else if (character == ']' && digits && i > open + 1) {
				return name.substring(0, open);
			}
			else {
				digits = digits && Character.isDigit(character);
			}
		}
		return name;
	}

}
