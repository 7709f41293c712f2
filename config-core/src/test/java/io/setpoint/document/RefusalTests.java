package io.setpoint.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.setpoint.document.LocationContent.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the keys that a {@link LocationContent} refuses.
 */
class RefusalTests {

	private static final String SECRET = "s3cret";

	@ParameterizedTest
	@MethodSource("documents")
	void documentIsRefused(String key, String document, String text) {
		Update update = Contents.update(Contents.empty(), Contents.put(key, document, 42));
		assertThat(update.content().keyCount()).isZero();
		assertThat(update.problems()).extracting(Problem::toString)
			.containsExactly("Key '/config/checkout/" + key + "' at revision 42 is refused" + text);
	}

	static Stream<Arguments> documents() {
		String invalidYaml = ": the document is not valid YAML. Correct it and write it again.";
		String invalidJson = ": the document is not valid JSON. Correct it and write it again.";
		return Stream.of(Arguments.arguments("a.yaml", "x: 1\ny: [s3cret", " at line 2, column 11" + invalidYaml),
				Arguments.arguments("a.yaml", "x: s3cret: y", " at line 1, column 10" + invalidYaml),
				Arguments.arguments("a.yaml", "x: @s3cret", " at line 1, column 4" + invalidYaml),
				Arguments.arguments("a.yaml", "x:\n\ts3cret", " at line 2, column 1" + invalidYaml),
				Arguments.arguments("a.yaml", "x: 's3cret", " at line 1, column 11" + invalidYaml),
				Arguments.arguments("a.yaml", "x: !s3cret 1", " at line 1, column 4" + invalidYaml),
				Arguments.arguments("a.yaml", "x: !!s3cret 1", " at line 1, column 4" + invalidYaml),
				Arguments.arguments("a.yaml", "x: *s3cret", " at line 1, column 4" + invalidYaml),
				Arguments.arguments("a.yaml", "x: !!int s3cret", invalidYaml),
				Arguments.arguments("a.yaml", "x: !!timestamp s3cret", invalidYaml),
				Arguments.arguments("a.yaml", "x: 1\ny: 2\nx: s3cret",
						" at line 3, column 1: a mapping has the same key twice. Remove one of the two."),
				Arguments.arguments("a.yaml", "x: {1: s3cret, 0x1: s3cret}",
						" at line 1, column 16: a mapping has the same key twice. Remove one of the two."),
				Arguments.arguments("a.yaml", "x: 1\ny: s3c\u0007ret",
						" at line 2, column 7: the document has a character that YAML does not allow."
								+ " Remove or escape the character."),
				Arguments.arguments("a.yaml", "s3cret",
						" at line 1, column 1: the document is not a mapping. Write a mapping of names to values,"
								+ " or use a key without extension for a single value."),
				Arguments.arguments("a.yaml", "- s3cret",
						" at line 1, column 1: the document is not a mapping. Write a mapping of names to values,"
								+ " or use a key without extension for a single value."),
				Arguments.arguments("a.yaml", "? [s3cret]\n: 1",
						" at line 1, column 3: a mapping has a key that is not a scalar. Use a name as the key."),
				Arguments.arguments("a.yaml", "x: &x {s3cret: *x}",
						": mappings and lists are nested more than 50 deep."
								+ " Flatten the document or split it over several keys."),
				Arguments.arguments("a.yaml", "x: " + "[".repeat(50) + "]".repeat(50),
						" at line 1, column 53: mappings and lists are nested more than 50 deep."
								+ " Flatten the document or split it over several keys."),
				Arguments.arguments("a.yaml", "x: &x s3cret\ny: [" + "*x ,".repeat(101) + "]",
						" at line 2, column 405: the document uses more than 100 aliases. Write out what is meant."),
				Arguments.arguments("a.yaml", laughs(10, 9),
						" at line 1, column 10: aliases make the document grow beyond its own length."
								+ " Write out what is meant, without aliases of aliases."),
				Arguments.arguments("a.yaml", "? " + "x".repeat(4095) + "\n: {s3cret: 1}",
						" at line 2, column 12: a property name is longer than 4096 characters."
								+ " Shorten the names or nest less."),
				Arguments.arguments("a.json", "{\"x\": s3cret}", " at line 1, column 7" + invalidJson),
				Arguments.arguments("a.json", "{\"x\": \"s3cret", " at line 1, column 14" + invalidJson),
				Arguments.arguments("a.json", "",
						" at line 1, column 1: the document is not a JSON object."
								+ " Write an object, or use a key without extension for a single value."),
				Arguments.arguments("a.json", "[\"s3cret\"]",
						" at line 1, column 1: the document is not a JSON object."
								+ " Write an object, or use a key without extension for a single value."),
				Arguments.arguments("a.json", "{\"x\": 1} \"s3cret\"",
						" at line 1, column 10: something follows the JSON object. Remove what follows."),
				Arguments.arguments("a.json", "{\"x\": 1,\n\"x\": \"s3cret\"}",
						" at line 2, column 1: an object has the same name twice. Remove one of the two."),
				Arguments.arguments("a.json", "{\"x\":" + "[".repeat(50) + "]".repeat(50) + "}",
						" at line 1, column 55: mappings and lists are nested more than 50 deep."
								+ " Flatten the document or split it over several keys."),
				Arguments.arguments("a.properties", "# \\u\nx=\\u0041\ny=\\\\u \\us3cret",
						" at line 3, column 7: an escape is not of the form \\uxxxx."
								+ " Correct it and write it again."));
	}

	private static String laughs(int levels, int aliases) {
		StringBuilder document = new StringBuilder("l0: &l0 [" + SECRET + "]\n");
		for (int i = 1; i < levels; i++) {
			document.append("l%d: &l%d [%s]%n".formatted(i, i, ("*l" + (i - 1) + " ,").repeat(aliases)));
		}
		return document.toString();
	}

	@Test
	void keyOfAnotherLocationIsRefused() {
		LocationContent content = LocationContent.empty("/config/cart/", "etcd:/config/cart/");
		assertThat(Contents.update(content, Contents.put("a", "1", 42)).problems()).extracting(Problem::toString)
			.containsExactly("Key '/config/checkout/a' at revision 42 is refused: the key is not below '/config/cart/'."
					+ " Use a key below it.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a.yaml", "a.json", "a.properties" })
	void valueThatIsNotUtf8IsRefused(String key) {
		byte[] value = "x: s3cr\u00e9t".getBytes(StandardCharsets.ISO_8859_1);
		assertThat(Contents.update(Contents.empty(), Contents.put(key, value, 42)).problems())
			.extracting(Problem::toString)
			.containsExactly("Key '/config/checkout/" + key
					+ "' at revision 42 is refused: the value is not UTF-8. Write it again in UTF-8.");
	}

	@Test
	void boundsAreNotReachedByWhatIsAllowed() {
		List<Problem> problems = Contents
			.update(Contents.empty(), Contents.put("a.yaml", "x: &x s3cret\ny: [" + "*x ,".repeat(100) + "]", 42),
					Contents.put("b.yaml", "x: " + "[".repeat(49) + "]".repeat(49), 42),
					Contents.put("c.json", "{\"x\":" + "[".repeat(49) + "]".repeat(49) + "}", 42))
			.problems();
		assertThat(problems).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("documents")
	void problemNeverHoldsPartOfTheValue(String key, String document) {
		assertThat(Contents.update(Contents.empty(), Contents.put(key, document, 42)).problems()).hasSize(1)
			.allSatisfy((problem) -> assertThat(problem.toString()).doesNotContain(SECRET, "s3c"));
	}

}
