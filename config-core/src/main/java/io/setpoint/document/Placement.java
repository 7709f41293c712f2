package io.setpoint.document;

import java.util.Comparator;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Where a key puts its value, and how specific it is: the smaller placement wins. What a
 * document is called counts for nothing before the place that it has among the property
 * names.
 *
 * @param key the whole etcd key
 * @param format how its value is read
 * @param name the property of a leaf, or the name that a document is nested under
 * @param nesting the number of elements of the name that a document is nested under, 0
 * for a leaf
 * @param length the number of path segments below the location
 */
record Placement(String key, Format format, String name, int nesting, int length) implements Comparable<Placement> {

	private static final String ELEMENT = "(?=[_-]*[A-Za-z0-9])[A-Za-z0-9_-]+";

	private static final String BRACKETED = "\\[[^\\[\\]\\x00-\\x1F]+\\]";

	private static final Pattern LEGAL = Pattern
		.compile("(?:%1$s|%2$s)(?:\\.%1$s|\\.?%2$s)*".formatted(ELEMENT, BRACKETED));

	private static final Comparator<Placement> SPECIFICITY = Comparator
		.comparing((Placement placement) -> placement.format != Format.LEAF)
		.thenComparing(Comparator.comparingInt(Placement::nesting).reversed())
		.thenComparing(Comparator.comparingInt(Placement::length).reversed())
		.thenComparing(Placement::key);

	/**
	 * Where a version of a configuration goes: it is a document at the root.
	 * @param prefix the prefix of the versions' keys
	 * @param key the whole key
	 * @return its placement
	 */
	static Placement ofVersion(String prefix, String key) {
		checkPrefix(prefix, key);
		return new Placement(key, Format.YAML, "", 0, 1);
	}

	static ConfigurationPropertyName nameOf(String prefix, String key) {
		try {
			return ConfigurationPropertyName.adapt(of(prefix, key).name(), '.');
		}
		catch (NoPropertyException | KeyRefusedException ex) {
			return ConfigurationPropertyName.EMPTY;
		}
	}

	private static void checkPrefix(String prefix, String key) {
		if (!key.startsWith(prefix)) {
			throw new KeyRefusedException("the key is not below '" + prefix + "'", "Use a key below it");
		}
	}

	/**
	 * Where a key of plain configuration goes.
	 * @param prefix the prefix of the location
	 * @param key the whole key
	 * @return its placement
	 * @throws NoPropertyException if the key carries no property
	 */
	static Placement of(String prefix, String key) {
		checkPrefix(prefix, key);
		if (key.endsWith("/")) {
			throw new NoPropertyException("it is left out because it stands for a folder and carries no property");
		}
		if (key.length() - prefix.length() > Budget.MAX_NAME_LENGTH) {
			throw new NoPropertyException(
					"it is left out because it is longer than " + Budget.MAX_NAME_LENGTH + " characters");
		}
		if (separators(key) > 2 * Budget.MAX_ELEMENTS) {
			throw tooManyElements();
		}
		String[] segments = key.substring(prefix.length()).split("/", -1);
		int last = segments.length - 1;
		Format format = Format.of(segments[last]);
		segments[last] = format.stem(segments[last]);
		boolean nameless = format != Format.LEAF && segments[last].equals("application");
		String name = "";
		for (int i = 0; i < (nameless ? last : segments.length); i++) {
			name = Sections.join(name, element(segments[i]));
		}
		return new Placement(key, format, name, elements(format, name), segments.length);
	}

	private static int separators(String key) {
		int separators = 0;
		for (int i = 0; i < key.length(); i++) {
			char character = key.charAt(i);
			separators += (character == '/' || character == '.' || character == '[') ? 1 : 0;
		}
		return separators;
	}

	static NoPropertyException tooManyElements() {
		return new NoPropertyException(
				"it is left out because a property name has at most " + Budget.MAX_ELEMENTS + " elements");
	}

	private static int elements(Format format, String name) {
		return (format != Format.LEAF) ? ConfigurationPropertyName.adapt(name, '.').getNumberOfElements() : 0;
	}

	private static String element(String segment) {
		if (segment.isEmpty()) {
			throw new NoPropertyException("it is left out because it has an empty path segment");
		}
		if (SortKey.isNumber(segment)) {
			return "[" + segment + "]";
		}
		if (!isPlain(segment) && !LEGAL.matcher(segment).matches()) {
			throw new NoPropertyException("it is left out because it maps to no legal property name,"
					+ " use letters, digits and dashes, or brackets around the key of a map");
		}
		return segment;
	}

	private static boolean isPlain(String segment) {
		for (int i = 0; i < segment.length(); i++) {
			char character = segment.charAt(i);
			boolean plain = character >= 'a' && character <= 'z'
					|| i > 0 && (character == '-' || character >= '0' && character <= '9');
			if (!plain) {
				return false;
			}
		}
		return true;
	}

	@Override
	public int compareTo(Placement other) {
		return SPECIFICITY.compare(this, other);
	}

}
