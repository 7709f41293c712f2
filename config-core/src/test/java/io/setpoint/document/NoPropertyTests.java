package io.setpoint.document;

import java.nio.charset.StandardCharsets;

import io.setpoint.document.LocationContent.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the keys of a {@link LocationContent} that carry no property.
 */
class NoPropertyTests {

	private static final byte[] NOT_UTF_8 = "s3cr\u00e9t".getBytes(StandardCharsets.ISO_8859_1);

	@ParameterizedTest
	@ValueSource(strings = { "", "pricing/", "pricing/tiers/", "pricing//", "%/", ".yaml/" })
	void keyOfFolderIsLeftOutWithAWarning(String key) {
		assertLeftOut(key, "", "it stands for a folder and carries no property");
		assertLeftOut(key, "s3cret", "it stands for a folder and carries no property");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/pricing", "pricing//x", ".yaml", "pricing/.json" })
	void keyWithEmptySegmentIsLeftOutWithAWarning(String key) {
		assertLeftOut(key, "x: [s3cret", "it has an empty path segment");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "a/%b", "a b", "shelf/my note", "a..b", ".a", "shelf/.keep", "a.", "-", "a/_/b",
			"caf\u00e9", "a\\xFF", "a[", "a]", "a[]", "[a]b", "a[[b]]", "a$.yaml", "%.json" })
	void keyWithoutLegalNameIsLeftOutWithAWarning(String key) {
		assertLeftOut(key, "x: [s3cret", "it maps to no legal property name,"
				+ " use letters, digits and dashes, or brackets around the key of a map");
	}

	private static void assertLeftOut(String key, String value, String reason) {
		Update update = Contents.update(Contents.of("a", "1"), Contents.put(key, value, 43),
				Contents.put("b", "2", 43));
		assertThat(update.problems()).isEmpty();
		assertThat(Contents.properties(update.content())).containsExactly(entry("a", "1"), entry("b", "2"));
		assertThat(update.content().entry("/config/checkout/" + key)).isNotNull();
		assertThat(update.warnings()).extracting(Warning::toString)
			.containsExactly(
					"Key '/config/checkout/" + key + "' at revision 43: it is left out because " + reason + ".");
		assertThat(Contents.update(update.content(), Contents.delete(key, 44)).content().keyCount()).isEqualTo(2);
	}

	@Test
	void valueOfKeyThatCarriesNoPropertyIsNotLookedAt() {
		assertThat(Contents.update(Contents.empty(), Contents.put("logo/", NOT_UTF_8, 42),
				Contents.put(".keep", NOT_UTF_8, 42), Contents.put("$.json", NOT_UTF_8, 42)))
			.satisfies((update) -> assertThat(update.problems()).isEmpty())
			.satisfies((update) -> assertThat(update.warnings()).hasSize(3));
	}

}
