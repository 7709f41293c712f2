package io.setpoint.console.web;

import java.util.List;
import java.util.Map;
import java.util.Random;

import io.setpoint.schema.DocumentSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Redaction} and {@link Comments}.
 */
class RedactionTests {

	private static final KnownProperties SCHEMA = KnownProperties.of(Map.of("b1", DocumentSchema.parse("""
			{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"door":
			{"type": "object", "properties": {"code": {"type": "string", "writeOnly": true},
			"codes": {"type": "array", "items": {"type": "string", "writeOnly": true}},
			"colour": {"type": "string"}}}}}
			""")));

	private static @Nullable DocumentText read(String document, String... others) {
		DocumentProperties properties = DocumentProperties.of(document);
		DocumentProperties other = DocumentProperties.of((others.length > 0) ? others[0] : "a: 1");
		return Redaction.of(SCHEMA, properties, other).text(document, properties);
	}

	private static String shown(String document, String... others) {
		DocumentText text = read(document, others);
		assertThat(text).as(document).isNotNull();
		assertThat(text.shown()).hasSameSizeAs(text.lines());
		return String.join("\n", text.shown());
	}

	@Test
	void onlyTheValueIsMasked() {
		assertThat(shown("door:\n  code: hunter2 # the front door\n  colour: red # as ever\n"))
			.isEqualTo("door:\n  code: •••••• # the front door\n  colour: red # as ever");
	}

	@ParameterizedTest
	@ValueSource(strings = { "door: {code: hunter2, colour: red}", "door: {colour: red, 'code': \"hunter2\"}",
			"door:\n  colour: red\n  code: |\n    hunter2\n\n    hunter2\n",
			"door.code: >-\n  hunter2\n  hunter2\ncolour: red",
			"door:\n  colour: red\n  code: hunter2\n    and hunter2\n", "x: &x hunter2\ndoor: {code: *x, colour: red}",
			"x: &x {code: hunter2}\ndoor: {<<: *x, colour: red}",
			"x: &x\n  code: hunter2\ndoor:\n  <<: [*x]\n  colour: red\n",
			"door: {code: hunter2}\n---\ndoor: {code: other, colour: red}", "colour: red\napi-key: !!str 'hunter2'\n",
			"spring.config.activate.on-profile: x\npassword: hunter2\n---\ncolour: red",
			"colour: red\ndb.url: jdbc://me:hunter2@host/", "? door\n: ? code\n  : hunter2\n  ? colour\n  : red\n",
			"door: {codes: [a, hunter2], colour: red}", "password: \"hun\\\n  ter2\\\n  hunter2\"\ncolour: red",
			"colour: red\n😀: 😀\npassword: 😀hunter2\n", "colour: red\r\npassword: |\r\n  hunter2\r\n",
			"colour: red\rpassword: hunter2\r", "{\"door\":{\"code\":\"hunter2\",\"colour\":\"red\"}}",
			"\uFEFFpassword: hunter2\ncolour: red\n", "\"p\\x61ssword\": hunter2\ncolour: red\n",
			"# a\u2028password: hunter2\ncolour: red\n", "setpoint.etcd.password: hunter2\ncolour: red\n",
			"DOOR_CODE: x\ncolour: red\ndoor: {CODE: hunter2}\n" })
	void secretIsNotShownHoweverItIsWritten(String document) {
		assertThat(shown(document)).contains("••••••", "red").doesNotContain("hunter", "ter2");
	}

	@Test
	void encryptedTextIsCalledSo() {
		assertThat(shown("a: '{cipher}AQI'\n")).isEqualTo("a: (encrypted)");
	}

	@Test
	void linesOfASecretKeepTheirPlaces() {
		assertThat(shown("password: |\n  hunter2\n\n  hunter3\nb: 1\n"))
			.isEqualTo("password: ••••••\n  ••••••\n\n  ••••••\nb: 1");
	}

	@Test
	void whatIsSecretInTheOtherDocumentIsMaskedInBoth() {
		assertThat(shown("a.b: plain\nc: 1\n", "a: {b: '{cipher}AQI'}")).isEqualTo("a.b: ••••••\nc: 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a: red\n# password: hunter2\n", "a: red # code=hunter2\n",
			"a: red\u2028# password: hunter2\n", "a: [red,#password: hunter2\n1]", "a: \"red\"#password: hunter2\n",
			"a: red\n# <secret>hunter2</secret>\n", "a: red\n#door.code : hunter2\n",
			"a: red\n# secret: |\n#   hunter2\n#\n#   hunter3\n", "a: red\n# was https://me:hunter2@host before\n",
			"a: red\n# {cipher}hunter2\n", "a: red\npassword: hunter2\n# changed to 'hunter2' in May\n",
			"a: red\npassword: hunter2 # hunter2 it is\n", "a: red\n# secret: |\n\n#   hunter2\n" })
	void commentThatLooksLikeASecretIsMasked(String document) {
		assertThat(shown(document)).contains("••••••", "red").doesNotContain("hunter");
	}

	@Test
	void otherCommentsAreShown() {
		String document = "# why: because\na: 1 # see #4711\n#   b: 2\n# key: x\nc: '#1'\npassword:\n";
		assertThat(shown(document))
			.isEqualTo("# why: because\na: 1 # see #4711\n#   b: 2\n# ••••••\nc: '#1'\npassword:••••••");
	}

	@ParameterizedTest
	@ValueSource(strings = { "password: [hunter2", "hunter2", "password: hunter2\npassword: hunter2\n",
			"a: *x\npassword: hunter2\n", "\tpassword: hunter2" })
	void documentThatCannotBeReadIsNotShown(String document) {
		Comparison.Side side = new Comparison.Side("v1", document, DocumentProperties.of(document));
		assertThat(side.text(Redaction.of(SCHEMA, side.properties()))).isNull();
	}

	@Test
	void secretWhosePlaceIsNotKnownIsNotShown() {
		DocumentProperties properties = DocumentProperties.of("password: hunter2");
		assertThat(Redaction.of(SCHEMA, properties).text("passphrase: hunter2", properties)).isNull();
	}

	@Test
	void secretsOfRandomDocumentsAreNotShown() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		for (int round = 0; round < 500; round++) {
			String document = mapping(random, "", 0);
			DocumentText text = read(document);
			assertThat(text).as("seed %d: %s", seed, document).isNotNull();
			assertThat(text.shown()).as("seed %d: %s", seed, document).hasSameSizeAs(text.lines());
			assertThat(String.join("\n", text.shown())).as("seed %d: %s", seed, document)
				.doesNotContain("hunter")
				.contains("plain");
		}
	}

	private static String mapping(Random random, String indent, int depth) {
		StringBuilder text = new StringBuilder(indent + "first" + random.nextInt(9) + ": plain\n");
		for (int i = 0; i <= random.nextInt(4); i++) {
			boolean secret = random.nextBoolean();
			String name = secret ? List.of("password", "api-key", "'my.token'", "clientSecret").get(i) : "n" + i;
			text.append(indent).append(name).append(':');
			text.append((!secret && depth < 3 && random.nextInt(3) == 0)
					? "\n" + mapping(random, indent + "  ", depth + 1)
					: " " + value(random, indent + "  ", secret ? "hunter" + random.nextInt(1000) : "plain", i));
		}
		return text.toString();
	}

	private static String value(Random random, String indent, String word, int i) {
		return switch (random.nextInt(8)) {
			case 0 -> "'" + word + " # '\n";
			case 1 -> "|2-\n" + indent + word + "\n" + indent + "  # " + word + "\n\n";
			case 2 -> ">+\n" + indent + word + "\n\n" + indent + word + "\n\n";
			case 3 -> "\"" + word + "\\\"\\\n" + indent + word + "\"\n";
			case 4 -> "&x" + depthless(indent) + i + " " + word + "\n" + indent.substring(2) + "r" + i + ": *x"
					+ depthless(indent) + i + "\n";
			case 5 -> word + " # " + word + "\n";
			case 6 -> "\n\n" + indent + "\"" + word + "\"\n";
			default -> "!!str " + word + "\n" + indent + word + "\n";
		};
	}

	private static String depthless(String indent) {
		return "d" + indent.length();
	}

}
