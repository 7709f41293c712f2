package io.setpoint.cli;

import io.setpoint.rollout.HistoryEntry;
import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Why somebody does what the history keeps. It is looked at before anything is done.
 */
final class Reason {

	@Option(names = "--reason", paramLabel = "TEXT", description = "why, for the history", converter = Checked.class)
	private @Nullable String text;

	@Nullable String text() {
		return this.text;
	}

	/**
	 * Refuses what the history would.
	 */
	static final class Checked implements ITypeConverter<String> {

		@Override
		public String convert(String text) {
			String problem = Line.problem("the reason", text, HistoryEntry.LONGEST_REASON);
			if (problem != null) {
				throw new TypeConversionException(problem);
			}
			return text;
		}

	}

}
