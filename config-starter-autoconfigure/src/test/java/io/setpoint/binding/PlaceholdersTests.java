package io.setpoint.binding;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Placeholders}.
 */
class PlaceholdersTests {

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final StandardEnvironment environment = new StandardEnvironment();

	PlaceholdersTests() {
		this.environment.getPropertySources().addFirst(new MapPropertySource("test", this.properties));
		for (int i = 1; i < 20; i++) {
			this.properties.put("many." + i, ("${many." + (i - 1) + "}").repeat(10));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "${a}", "<${a}${b}>", "${${c}}", "${ghost}", "${ghost:x${a}}", "${number}",
			"\\${a}", "${a:${b}}", "${", "" })
	void resolveGivesWhatTheEnvironmentGives(String text) {
		this.properties.putAll(Map.of("a", "1", "b", "2${a}", "c", "b", "number", 7));
		assertThat(new Placeholders(this.environment).resolve(text))
			.isEqualTo(this.environment.resolvePlaceholders(text));
	}

	@Test
	void resolveOfACircleGivesTheText() {
		this.properties.putAll(Map.of("a", "${b}", "b", "${a}"));
		assertThat(new Placeholders(this.environment).resolve("${a}")).isEqualTo("${a}");
	}

	@Test
	void resolveOfWhatMultipliesGivesTheTextAndNamesWhatItReads() {
		assertThat(new Placeholders(this.environment).resolve("${many.19}")).isEqualTo("${many.19}");
		assertThat(Placeholders.namesIn("${many.19}", this.environment))
			.contains(ConfigurationPropertyName.of("many.19"), ConfigurationPropertyName.of("many.0"));
	}

	@Test
	void resolveOfManyTextsIsBoundedAsAWhole() {
		this.properties.put("large", "x".repeat(1_500_000));
		Placeholders placeholders = new Placeholders(this.environment);
		for (int i = 0; i < 11; i++) {
			assertThat(placeholders.resolve("${large}")).hasSize(1_500_000);
		}
		assertThat(placeholders.resolve("${large}")).isEqualTo("${large}");
	}

}
