package io.setpoint.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The flat properties of a document, in the sections that {@code ---} separates. Bounds
 * what a small document can grow to by its aliases.
 */
final class Sections {

	static final int MAX_DEPTH = 50;

	static final int MAX_NAME_LENGTH = 4096;

	private final List<Map<String, Located>> sections = new ArrayList<>();

	private int budget;

	Sections(int documentLength) {
		this.budget = documentLength;
	}

	void begin() {
		this.sections.add(new LinkedHashMap<>());
	}

	void put(String name, Located value) {
		if (name.length() > MAX_NAME_LENGTH) {
			throw new KeyRefusedException("a property name is longer than " + MAX_NAME_LENGTH + " characters",
					"Shorten the names or nest less", value.line(), value.column());
		}
		if (this.budget-- <= 0) {
			throw new KeyRefusedException("aliases make the document grow beyond its own length",
					"Write out what is meant, without aliases of aliases");
		}
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
		for (Map<String, Located> section : sections) {
			if (!merged.isEmpty()) {
				Set<String> replaced = new TreeSet<>();
				section.keySet().forEach((name) -> replaced.add(listRoot(name)));
				merged.keySet().removeIf((name) -> replaced.contains(listRoot(name)));
			}
			merged.putAll(section);
		}
		return merged;
	}

	private static String listRoot(String name) {
		for (int open = name.indexOf('['); open >= 0; open = name.indexOf('[', open + 1)) {
			int close = name.indexOf(']', open);
			if (close > open + 1 && name.chars().skip(open + 1).limit(close - open - 1).allMatch(Character::isDigit)) {
				return name.substring(0, open);
			}
		}
		return name;
	}

}
