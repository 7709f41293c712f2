package io.setpoint.rollout;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NewVersion}.
 */
class NewVersionTests {

	@Test
	void withIdKeepsTheRest() {
		NewVersion version = new NewVersion(null, "ada", "cheaper", Map.of("ticket", "7"), "a: 1").withId("v2");
		assertThat(version).isEqualTo(new NewVersion("v2", "ada", "cheaper", Map.of("ticket", "7"), "a: 1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \n", "# later\n", "---\n# later\n...\n" })
	void documentThatSaysNothingIsRefused(String document) {
		assertThatExceptionOfType(InvalidVersionException.class).isThrownBy(() -> NewVersion.of("ada", document))
			.withMessage("The document is empty: write {} if no properties are meant");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "---\n{}\n", "a:" })
	void documentThatMeansNothingIsTaken(String document) {
		assertThat(NewVersion.of("ada", document).document()).isEqualTo(document);
	}

	@Test
	void toStringShowsNoDocument() {
		assertThat(NewVersion.of("ada", "secret: 1")).hasToString("new version by ada");
		assertThat(NewVersion.of("ada", "secret: 1").withId("v2")).hasToString("new version 'v2' by ada");
	}

	@Test
	void authorWhenMissingIsRefused() {
		assertThatExceptionOfType(InvalidVersionException.class).isThrownBy(() -> NewVersion.of(" ", "a: 1"))
			.withMessageContaining("author");
	}

	@Test
	void descriptionWhenOfSeveralLinesIsRefused() {
		assertThatExceptionOfType(InvalidVersionException.class)
			.isThrownBy(() -> new NewVersion(null, "ada", "one\ntwo", Map.of(), "a: 1"))
			.withMessageContaining("description");
	}

	@Test
	void tagsWhenTooManyAreRefused() {
		Map<String, String> tags = new HashMap<>();
		for (int i = 0; i < 50; i++) {
			tags.put("tag" + i, "x");
		}
		assertThat(new NewVersion(null, "ada", null, tags, "a: 1").tags()).hasSize(50);
		tags.put("another", "x");
		assertThatExceptionOfType(InvalidVersionException.class)
			.isThrownBy(() -> new NewVersion(null, "ada", null, tags, "a: 1"))
			.withMessage("There are 51 tags of a version: at most 50 are taken");
	}

	@Test
	void tagWhenOfSeveralLinesIsRefused() {
		assertThatExceptionOfType(InvalidVersionException.class)
			.isThrownBy(() -> new NewVersion(null, "ada", null, Map.of("a\nb", "c"), "a: 1"))
			.withMessageContaining("name of a tag");
		assertThatExceptionOfType(InvalidVersionException.class)
			.isThrownBy(() -> new NewVersion(null, "ada", null, Map.of("a", "b\nc"), "a: 1"))
			.withMessageContaining("A tag");
	}

}
