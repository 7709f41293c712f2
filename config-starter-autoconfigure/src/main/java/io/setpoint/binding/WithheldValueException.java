package io.setpoint.binding;

import java.util.List;

/**
 * Something could not be bound, and what says why may quote a value that comes of etcd.
 * Stands in for it, with names only.
 *
 * @since 0.1.0
 */
public class WithheldValueException extends RuntimeException {

	private final List<String> problems;

	WithheldValueException(List<String> problems, Throwable failure) {
		super(String.join("; ", problems));
		this.problems = List.copyOf(problems);
		setStackTrace(failure.getStackTrace());
	}

	/**
	 * Return what is wrong.
	 * @return every problem, a sentence each
	 */
	public List<String> getProblems() {
		return this.problems;
	}

}
