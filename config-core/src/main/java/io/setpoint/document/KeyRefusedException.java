package io.setpoint.document;

import org.jspecify.annotations.Nullable;

/**
 * The key or its value cannot become properties. Has no cause on purpose: messages of
 * parsers quote what they read.
 */
final class KeyRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String reason;

	private final String remedy;

	private final @Nullable Integer line;

	private final @Nullable Integer column;

	KeyRefusedException(String reason, String remedy) {
		this(reason, remedy, null, null);
	}

	KeyRefusedException(String reason, String remedy, @Nullable Integer line, @Nullable Integer column) {
		super(reason, null, false, false);
		this.reason = reason;
		this.remedy = remedy;
		this.line = line;
		this.column = column;
	}

	Problem toProblem(String key, long revision) {
		return new Problem(key, revision, this.line, this.column, this.reason, this.remedy);
	}

}
