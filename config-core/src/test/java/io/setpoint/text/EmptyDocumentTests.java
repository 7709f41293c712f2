package io.setpoint.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmptyDocument}.
 */
class EmptyDocumentTests {

	private static final String EMPTY = "The document is empty: write {} if no properties are meant, or delete the key";

	private static final String EMPTY_PROPERTIES = "The document is empty: delete the key, or leave it out,"
			+ " if no properties are meant";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/config/a/b.yaml | ''
			/config/a/b.yml | ' '
			/config/a/application.yaml | '# nothing yet'
			/config/a/application.yaml | ---
			/config/a/b.json | ''
			""")
	void documentThatSaysNothingIsAMistakeWithTwoRemedies(String key, String value) {
		assertThat(EmptyDocument.problem(key, value)).isEqualTo(EMPTY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \n", "# nothing\n! yet\n", "#---\n" })
	void propertiesHaveNoOtherWayToSayThatThereAreNone(String value) {
		assertThat(EmptyDocument.problem("/config/a/b.properties", value)).isEqualTo(EMPTY_PROPERTIES);
	}

	@ParameterizedTest
	@ValueSource(strings = { "yaml", "json", "properties" })
	void byteOrderMarkSaysNothing(String extension) {
		assertThat(EmptyDocument.problem("/config/a/b." + extension, "\uFEFF\n")).startsWith("The document is empty");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/config/a/b | ''
			/config/a/b.yaml/c | ''
			/config/a/b.YAML | ''
			/config/a/b.yaml | {}
			/config/a/b.yaml | '! text'
			/config/a/b.json | '# no JSON'
			/config/a/b.properties | c=
			""")
	void whatSaysSomethingOrIsNoDocumentIsNone(String key, String value) {
		assertThat(EmptyDocument.problem(key, value)).isNull();
	}

}
