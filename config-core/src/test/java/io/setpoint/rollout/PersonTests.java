package io.setpoint.rollout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Person}.
 */
class PersonTests {

	@ParameterizedTest
	@ValueSource(strings = { "alice", "Alice", "ALICE", " alice ", "\u00A0alice\u3000", "al\u200Bice", "\uFF41lice",
			"alice\t", "\u2066alice" })
	void nameIsReadAsPeopleReadIt(String name) {
		assertThat(Person.isSame("alice", name)).isTrue();
		assertThat(Person.isSame(name, "alice")).isTrue();
	}

	@Test
	void nameIsReadAsPeopleReadItWhateverItsLetters() {
		assertThat(Person.isSame("Stra\u00DFe  7", "STRASSE 7")).isTrue();
		assertThat(Person.isSame("\u00C5sa", "A\u030Asa")).isTrue();
		assertThat(Person.isSame("\u0130pek", "i\u0307pek")).isTrue();
		assertThat(Person.isSame("o\uFB03ce", "office")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bob", "alice2", "a lice", "" })
	void anotherNameIsAnother(String name) {
		assertThat(Person.isSame("alice", name)).isFalse();
	}

	@Test
	void nameThatIsMissingIsAskedFor() {
		assertThat(Person.problem("'by'", null)).isEqualTo("'by' is missing: say who asks for it");
		assertThat(Person.problem("'by'", " ")).isEqualTo("'by' is missing: say who asks for it");
		assertThat(Person.isSame("alice", null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ann\nroot", "ann\rroot", "ann\u2028root", "ann\u0085root", "ann\u0000", "\u001B[2Jann",
			"ann\u202Eroot", "ann\uD800" })
	void nameThatIsNotShownInOneLineIsRefused(String name) {
		assertThat(Person.problem("'by'", name)).contains("write it in one line").doesNotContain("root");
	}

	@Test
	void nameIsBounded() {
		assertThat(Person.problem("'by'", "x".repeat(201))).isEqualTo("'by' has 201 characters: at most 200 are taken");
		assertThat(Person.problem("'by'", "x".repeat(200))).isNull();
		assertThat(Person.problem("'by'", "J\u00F6rg \uD83D\uDE00 \u0646\u200C\u0645")).isNull();
	}

}
