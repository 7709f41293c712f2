package io.setpoint.document;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContentConfigurationPropertySource}.
 */
class ContentConfigurationPropertySourceTests {

	private final LocationContent content = Contents.of("a", "0", "a/b", "1", "a/b/c", "2", "a/bc", "3", "ab", "4",
			"m.yaml", "SomeKey: 5\nother_key: 6");

	@ParameterizedTest
	@CsvSource(textBlock = """
			'', a, 0
			'', ab, 4
			a, a, 0
			a, a.b.c, 2
			a.b, a.b, 1
			a.b, a.b.c, 2
			a.b, a.bc,
			a.b, a,
			a, ab,
			'', x,
			'', '',
			'', m.some-key, 5
			""")
	void givesPropertiesInItsRange(String prefix, String name, String value) {
		ConfigurationProperty property = source(prefix).getConfigurationProperty(ConfigurationPropertyName.of(name));
		assertThat((property != null) ? String.valueOf(property.getValue()) : null).isEqualTo(value);
	}

	@Test
	void propertyHasTheNameThatWasAskedForAndItsOrigin() {
		ConfigurationPropertyName name = ConfigurationPropertyName.of("m.some-key");
		ConfigurationProperty property = source("m").getConfigurationProperty(name);
		assertThat(property).isNotNull();
		assertThat(property.getName()).isSameAs(name);
		assertThat(property.getOrigin()).isEqualTo(new EtcdOrigin(Contents.NAME, "/config/checkout/m.yaml", 42, 1, 10));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			'', '', PRESENT
			'', a, PRESENT
			'', a.b, PRESENT
			'', a.b.c, ABSENT
			'', a.bc, ABSENT
			'', ab, ABSENT
			'', A, PRESENT
			'', x, ABSENT
			a.b, '', PRESENT
			a.b, a, PRESENT
			a.b, a.b, PRESENT
			a.b, a.bc, ABSENT
			a.b, ab, ABSENT
			a.b.c, a.b, PRESENT
			a.b.c, a.b.c, ABSENT
			a.x, a, ABSENT
			a.x, a.b, ABSENT
			m, m, PRESENT
			m, '', PRESENT
			""")
	void knowsWhetherANameHasDescendantsInItsRange(String prefix, String name, ConfigurationPropertyState state) {
		assertThat(source(prefix).containsDescendantOf(ConfigurationPropertyName.adapt(name, '.'))).isEqualTo(state);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			'', 'a,a.b,a.b.c,a.bc,ab,m.somekey,m.otherkey'
			a, 'a,a.b,a.b.c,a.bc'
			a.b, 'a.b,a.b.c'
			a.b.c, a.b.c
			m, 'm.somekey,m.otherkey'
			x, ''
			""")
	void iteratesOverItsRange(String prefix, String names) {
		assertThat(String.join(",", source(prefix).stream().map(ConfigurationPropertyName::toString).toList()))
			.isEqualTo(names);
	}

	@Test
	void namesKeepTheirSpelling() {
		assertThat(source("m").stream().map((name) -> name.getLastElement(Form.ORIGINAL))).containsExactly("SomeKey",
				"other_key");
	}

	@Test
	void underlyingSourceIsTheContent() {
		ConfigurationPropertySource source = source("a");
		assertThat(source.getUnderlyingSource()).isSameAs(this.content);
		assertThat(source).hasToString(this.content.toString());
	}

	private IterableConfigurationPropertySource source(String prefix) {
		return this.content.source(ConfigurationPropertyName.of(prefix));
	}

}
