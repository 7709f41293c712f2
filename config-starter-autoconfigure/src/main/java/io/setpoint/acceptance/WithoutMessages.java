package io.setpoint.acceptance;

import org.jspecify.annotations.Nullable;

/**
 * Stands in a log for an exception of the application: its types and stack traces,
 * without its messages, which may quote a value.
 */
@SuppressWarnings("OverrideThrowableToString")
final class WithoutMessages extends RuntimeException {

	private WithoutMessages(Throwable original, @Nullable Throwable cause) {
		super(original.getClass().getName() + " (message withheld, it may quote a value)", cause, false, true);
		setStackTrace(original.getStackTrace());
	}

	static WithoutMessages of(Throwable original) {
		return of(original, 0);
	}

	private static WithoutMessages of(Throwable original, int depth) {
		Throwable cause = original.getCause();
		return new WithoutMessages(original, (cause != null && depth < 10) ? of(cause, depth + 1) : null);
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
