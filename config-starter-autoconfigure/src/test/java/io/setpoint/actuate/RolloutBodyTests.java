package io.setpoint.actuate;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RolloutBody}.
 */
class RolloutBodyTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "  \n", "{}", "{\"by\": \"ann\", \"percent\": 12.5, \"factor\": \"2\"}",
			"{\"reason\": null}" })
	void bodyThatIsReadWholeIsTaken(String body) {
		assertThat(problem(body)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"by": "ann", "by": "bob"}             | 'by' is given more than once
					{"version": "v1", "via": "address"}    | There is no 'via', only by, id, document
					{"action": "abort"}                    | There is no 'action'
					{"configuration": "other"}             | There is no 'configuration'
					{"id": "v1"}                           | 'id' is given more than once
					{"by": 5}                              | 'by' is no text: put it into quotes
					{"by": true}                           | 'by' is no text: put it into quotes
					{"reason": {"why": "so"}}              | 'reason' is no text: only 'plan', 'document', 'tags' and 'keys' may be objects
					{"reason": ["so"]}                     | 'reason' is no text: only 'plan', 'document', 'tags' and 'keys' may be objects
					{"tags": ["a"]}                        | 'tags' is neither an object nor a text that holds one: write {"name": ...}
					{"plan": []}                           | 'plan' is neither an object nor a text that holds one
					{"plan": 5}                            | 'plan' is neither an object nor a text that holds one
					{"document": {"a": 1, "a": 2}}         | cannot be read as JSON in line 1, column
					{"percent": false}                     | 'percent' is no number: write it as 12.5
					{"percent": [5]}                       | 'percent' is no number: write it as 12.5
					["by"]                                 | The body is no JSON object
					"by"                                   | The body is no JSON object
					by: ann                                | cannot be read as JSON in line 1, column
					{"by": "ann"                           | cannot be read as JSON
					{"by": "ann"} {"by": "bob"}            | Something stands behind the JSON object
					{"by": "ann"} trailing                 | cannot be read as JSON
					""")
	void bodyOfWhichSomethingWouldBeLostIsRefused(String body, String problem) {
		assertThat(problem(body)).contains(problem);
	}

	@Test
	void bodyIsBounded() {
		assertThat(RolloutBody.read(new byte[RolloutBody.MAX_BYTES + 1], Set.of()).problem())
			.contains("more than 8388608");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"plan": {"stages": [{"percent": 12.50}]}}  | {"plan":"{\\"stages\\":[{\\"percent\\":12.50}]}"}
			{"tags": {"ticket": 7}, "percent": 5.0}     | {"tags":"{\\"ticket\\":7}","percent":5.0}
			{"document": {"a": true}}                   | {"document":"{\\n  \\"a\\" : true\\n}"}
			{"by": null}                                | {"by":null}
			{"unjudged": true}                          | {"unjudged":"true"}
			""")
	void whatIsNestedIsHandedOnAsText(String body, String expected) {
		assertThat(read(body).content()).asString(StandardCharsets.UTF_8).isEqualTo(expected);
	}

	@Test
	void lineBreaksAreTakenAsTheyAre() {
		assertThat(read("{\"document\": \"pricing:\n\tx: 1\n\"}").content()).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"document\":\"pricing:\\n\\tx: 1\\n\"}");
	}

	@Test
	void nameThatWouldBeginAnotherLineIsShownInOne() {
		assertThat(problem("{\"x\\ny\": \"z\"}")).contains("'x\\u000Ay'").doesNotContain("\n");
	}

	private static String problem(String body) {
		return read(body).problem();
	}

	private static RolloutBody read(String body) {
		return RolloutBody.read(body.getBytes(StandardCharsets.UTF_8), Set.of("id"));
	}

}
