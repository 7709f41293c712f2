package io.setpoint.document;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import io.setpoint.store.Utf8;

/**
 * How the value of a key is read.
 */
enum Format {

	LEAF((text, budget) -> List.of(Map.of("", Located.unknown(text)))),

	YAML(YamlReader::read),

	JSON(JsonReader::read),

	PROPERTIES(PropertiesReader::read);

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private final BiFunction<String, Budget, List<Map<String, Located>>> reader;

	Format(BiFunction<String, Budget, List<Map<String, Located>>> reader) {
		this.reader = reader;
	}

	static Format of(String segment) {
		int dot = segment.lastIndexOf('.');
		return switch ((dot >= 0) ? segment.substring(dot) : "") {
			case ".yaml", ".yml" -> YAML;
			case ".json" -> JSON;
			case ".properties" -> PROPERTIES;
			default -> LEAF;
		};
	}

	String stem(String segment) {
		return (this != LEAF) ? segment.substring(0, segment.lastIndexOf('.')) : segment;
	}

	/**
	 * Read a value.
	 * @param value the value
	 * @param parentLength the length of the name that its properties are nested under
	 * @return its properties, in the sections of the document
	 */
	List<Map<String, Located>> read(byte[] value, int parentLength) {
		String text = decode(value);
		boolean marked = this != LEAF && text.startsWith(BYTE_ORDER_MARK);
		return this.reader.apply(marked ? text.substring(1) : text, new Budget(text.length(), parentLength));
	}

	private static String decode(byte[] value) {
		String text = Utf8.text(value);
		if (text == null) {
			throw new KeyRefusedException("the value is not UTF-8", "Write it again in UTF-8");
		}
		return text;
	}

}
