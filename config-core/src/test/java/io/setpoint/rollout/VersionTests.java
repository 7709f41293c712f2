package io.setpoint.rollout;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Version}.
 */
class VersionTests {

	private static final Instant NOW = Instant.parse("2026-11-24T23:30:00Z");

	private static final String DIGEST = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

	private static Version version(@Nullable String id, String document) {
		return Version.of(id, "ann", null, Map.of(), null, NOW, document);
	}

	@Test
	void idWhenNotGivenIsOfTheDayInUtcAndTheDigest() {
		assertThat(version(null, "hello").id()).isEqualTo("cfg-20261124-2cf24dba5fb0");
	}

	@Test
	void idWhenNotGivenIsTheSameForTheSameDocumentOnly() {
		assertThat(version(null, "a: 1").id()).isEqualTo(version(null, "a: 1").id())
			.isNotEqualTo(version(null, "a: 2").id());
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "v1", "cfg-2026.11_b", "A..b" })
	void idWhenOfLettersDigitsDotsDashesAndUnderscoresIsTaken(String id) {
		assertThat(version(id, "a: 1").id()).isEqualTo(id);
	}

	@Test
	void idOfUpTo128CharactersIsTaken() {
		assertThat(version("x".repeat(128), "a: 1").id()).hasSize(128);
		assertIdRefused("x".repeat(129));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "..", ".hidden", "-v", "_v", "a/b", "../v1", "a b", "v1\n", "vé", "v%2F1" })
	void idWhenOfAnythingElseIsRefused(String id) {
		assertIdRefused(id);
	}

	private static void assertIdRefused(String id) {
		assertThatExceptionOfType(InvalidVersionException.class).isThrownBy(() -> version(id, "a: 1"))
			.withMessage("The version id '" + id
					+ "' is not allowed: use up to 128 letters, digits, dots, dashes and underscores");
	}

	@Test
	void digestIsTheSha256OfTheDocument() {
		assertThat(version("v1", "hello").digest()).isEqualTo(DIGEST);
	}

	@Test
	void digestWhenTheDocumentWasAlteredIsRefused() {
		assertThatExceptionOfType(InvalidVersionException.class)
			.isThrownBy(() -> new Version("v1", "ann", null, Map.of(), null, NOW, DIGEST, "hello!"))
			.withMessage("The digest of version 'v1' does not match its document: it was altered");
	}

	@Test
	void documentOfOneMebibyteIsTaken() {
		assertThat(version("v1", "x".repeat(1024 * 1024)).document()).hasSize(Version.MAX_DOCUMENT_BYTES);
	}

	@Test
	void documentOfMoreIsRefused() {
		assertThatExceptionOfType(InvalidVersionException.class)
			.isThrownBy(() -> version("v1", "x".repeat(1024 * 1024 + 1)))
			.withMessage("The document of version 'v1' has 1048577 bytes, at most 1048576 are taken");
	}

	@Test
	void documentIsMeasuredInBytes() {
		assertThatExceptionOfType(InvalidVersionException.class)
			.isThrownBy(() -> version("v1", "é".repeat(512 * 1024) + "x"))
			.withMessage("The document of version 'v1' has 1048577 bytes, at most 1048576 are taken");
	}

	@Test
	void toStringDoesNotTellTheDocument() {
		assertThat(version("v1", "password: secret")).hasToString("version 'v1' of 2026-11-24T23:30:00Z by ann");
	}

	@Test
	void versionIsReadAsItWasWritten() {
		Version version = Version.of("v2", "ann", "Two", Map.of("ticket", "7"), "v1", NOW, "a: \"é\"\n");
		assertThat(RolloutFormat.read(RolloutFormat.write(version), Version.class)).isEqualTo(version);
	}

}
