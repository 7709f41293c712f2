package io.setpoint.autoconfigure;

import java.util.List;

import io.setpoint.binding.WithheldFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Speaks up before Spring Boot does where it binds a property of etcd by itself: its own
 * analysis would show the value, at debug level also what its placeholders stand for.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class InvalidEtcdPropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		List<String> problems = WithheldFailure.problems(cause);
		return problems.isEmpty() ? null : new FailureAnalysis(Sentences.list(
				"A property that comes of etcd, or may do so by its placeholders, is not valid, and it is needed to start:",
				problems),
				"Correct it where it is set, or what its placeholders refer to, and start again. Values are not shown, "
						+ "because they may be secret.",
				withoutMessages(cause, problems));
	}

	/**
	 * The analysis logs its cause at debug level, with the messages of all causes.
	 * @param cause the cause
	 * @param problems what may be said of it
	 * @return an exception that stands in for it
	 */
	private static Throwable withoutMessages(Throwable cause, List<String> problems) {
		IllegalStateException replacement = new IllegalStateException(String.join("; ", problems));
		replacement.setStackTrace(cause.getStackTrace());
		return replacement;
	}

}
