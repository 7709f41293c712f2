package io.setpoint.console.web;

import java.util.List;
import java.util.Locale;

import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.judging.Judged;
import org.jspecify.annotations.Nullable;

/**
 * What an editor shows while somebody types.
 *
 * @param findings what was found
 * @param checked whether a schema has judged, and not only whether it can be read
 */
record Findings(List<Finding> findings, boolean checked) {

	private static final int MOST = 200;

	static Findings of(Judged judged) {
		return new Findings(judged.findings().stream().limit(MOST).map(Finding::of).toList(),
				judged.levels().contains(Judged.SCHEMA));
	}

	/**
	 * What is wrong, or in vain.
	 *
	 * @param line the line, from 1, or {@code null}
	 * @param column the column, from 1, or {@code null}
	 * @param severity whether it would be refused for that
	 * @param sentence what is wrong
	 */
	record Finding(@Nullable Integer line, @Nullable Integer column, String severity, String sentence) {

		static Finding of(SchemaProblem problem) {
			return new Finding(problem.line(), problem.column(), problem.severity().name().toLowerCase(Locale.ROOT),
					problem.sentence());
		}

	}

}
