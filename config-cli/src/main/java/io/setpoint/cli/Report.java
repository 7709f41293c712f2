package io.setpoint.cli;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How answers are shown.
 */
enum Report {

	/**
	 * For people: what was asked for on standard output, what is wrong on standard error.
	 */
	TEXT {

		@Override
		void show(Answer answer, Outside outside) {
			outside.out().print(answer.text());
			outside.out().flush();
			if (answer.status() == Status.DONE) {
				if (!answer.message().isEmpty()) {
					(answer.text().isEmpty() ? outside.out() : outside.err()).println(answer.message());
				}
			}
			else if (!answer.message().isEmpty()) {
				outside.err().println("setpoint: " + answer.message());
			}
			answer.problems().forEach((problem) -> outside.err().println("  " + problem));
		}

	},

	/**
	 * For programs: one object on standard output, whatever happens.
	 */
	JSON {

		@Override
		void show(Answer answer, Outside outside) {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("status", answer.status().code());
			json.put("outcome", answer.status().text());
			json.put("message", answer.message());
			json.put("problems", answer.problems().stream().map(Problem::json).toList());
			json.putAll(answer.details());
			outside.out().println(MAPPER.writeValueAsString(json));
		}

	};

	private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	abstract void show(Answer answer, Outside outside);

}
