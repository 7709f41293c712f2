package io.setpoint.autoconfigure;

import java.util.List;

/**
 * Lists in failure analyses.
 */
final class Sentences {

	private Sentences() {
	}

	static String list(String introduction, List<String> sentences) {
		StringBuilder text = new StringBuilder(introduction).append(System.lineSeparator());
		sentences.forEach((sentence) -> text.append(System.lineSeparator()).append("    ").append(sentence));
		return text.toString();
	}

}
