package io.setpoint.cli;

import java.util.List;

/**
 * A command cannot go on. Carries what is to be answered.
 */
final class RefusedException extends RuntimeException {

	private final transient Answer answer;

	RefusedException(Answer answer) {
		super(answer.message());
		this.answer = answer;
	}

	static RefusedException usage(String message) {
		return new RefusedException(Answer.of(Status.USAGE, message));
	}

	static RefusedException refused(String message) {
		return new RefusedException(Answer.refused(message));
	}

	static RefusedException refused(String message, List<Problem> problems) {
		return new RefusedException(Answer.refused(message).because(problems));
	}

	static RefusedException conflict(String message) {
		return new RefusedException(Answer.of(Status.CONFLICT, message));
	}

	Answer answer() {
		return this.answer;
	}

}
