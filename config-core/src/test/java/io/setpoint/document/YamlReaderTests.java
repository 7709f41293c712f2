package io.setpoint.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link YamlReader} gives what Boot's own loader gives.
 */
class YamlReaderTests {

	@ParameterizedTest
	@ValueSource(strings = { "a: 1\nb: {c: x, d: {e: true}}\n", "a: [1, 2, {b: 3, c: [4]}, [5, [6]]]",
			"a: ~\nb: null\nc:\nd: ''\ne: []\nf: {}\ng: [~, [], {}]", "a: 2020-01-01\nb: 2001-12-14t21:59:43.10-05:00",
			"a: 0x1F\nb: 017\nc: 1_000\nd: 1.50\ne: 1e3\nf: .inf\ng: 12:30:45\nh: 99999999999999999999\ni: 0b11",
			"a: yes\nb: No\non: x\nfalse: y", "1: a\n2.5: b\nx: {3: c}", "a.b: 1\na: {b: 2}",
			"'[a.b]': 1\nx: {'[c.d]': 2}", "a: |\n  x\n  y\nb: >-\n  x\n  y\nc: \"\\u20ac\"",
			"a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: *a\nd: [*a, *a]", "a: &a 1\nb: *a",
			"a: !!str 1\nb: !!float 1\nc: !!int '3'\nd: !!null ''", "a: !!set {x, y}", "a: !!omap [x: 1, y: 2]",
			"a: 1\n---\nb: 2\n---\n---\n# x\n", "", "# nothing", "---\n...\n", "a: ${b:x}\nb: \"x # y\" # z",
			"\"a b\": 1\n'%': 2\n'': 3\n? c\n: 4", "a: ' '\nb: '\t'", "a: &x {k: &y {z: 1}}\nb: {<<: [*x, *y]}",
			"b: {<<: {x: 1, y: 2}, y: 3}" })
	void readsWhatBootReads(String document) throws IOException {
		List<Map<String, Located>> sections = YamlReader.read(document, new Budget(document.length(), 0));
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("boot",
				new ByteArrayResource(document.getBytes(StandardCharsets.UTF_8)));
		assertThat(sections).hasSameSizeAs(sources);
		for (int i = 0; i < sources.size(); i++) {
			Map<String, String> expected = new LinkedHashMap<>();
			((OriginTrackedMapPropertySource) sources.get(i)).getSource()
				.forEach((name, value) -> expected.put(name, describe(value)));
			Map<String, String> actual = new LinkedHashMap<>();
			sections.get(i)
				.forEach((name, value) -> actual.put(name, describe(value, expected.getOrDefault(name, ""))));
			assertThat(actual).containsExactlyEntriesOf(expected);
		}
	}

	private String describe(Object value) {
		if (value instanceof OriginTrackedValue tracked && tracked.getOrigin() instanceof TextResourceOrigin origin) {
			return describe(tracked.getValue()) + " at " + origin.getLocation();
		}
		return value.getClass().getSimpleName() + " " + value;
	}

	private String describe(Located located, String expected) {
		boolean placed = expected.contains(" at ");
		return describe(located.value()) + (placed ? " at " + located : "");
	}

}
