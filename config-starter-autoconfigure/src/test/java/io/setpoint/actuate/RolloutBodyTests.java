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
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"by": "ann", "by": "bob"}             | 'by' is given more than once
			{"version": "v1", "via": "address"}    | There is no 'via', only by, id, document
			{"action": "abort"}                    | There is no 'action'
			{"configuration": "other"}             | There is no 'configuration'
			{"id": "v1"}                           | 'id' is given more than once
			{"by": 5}                              | 'by' is no text: put it into quotes
			{"by": true}                           | 'by' is no text: put it into quotes
			{"plan": {"stages": []}}               | 'plan' is no text: write it as YAML or JSON in a string
			{"tags": ["a"]}                        | 'tags' is no text: write it as YAML or JSON in a string
			{"percent": false}                     | 'percent' is no number: put it into quotes
			{"percent": [5]}                       | 'percent' is no number: write it as YAML
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
		assertThat(RolloutBody.problem(new byte[RolloutBody.MAX_BYTES + 1], Set.of())).contains("more than 8388608");
	}

	@Test
	void nameThatWouldBeginAnotherLineIsShownInOne() {
		assertThat(problem("{\"x\\ny\": \"z\"}")).contains("'x\\u000Ay'").doesNotContain("\n");
	}

	private static String problem(String body) {
		return RolloutBody.problem(body.getBytes(StandardCharsets.UTF_8), Set.of("id"));
	}

}
