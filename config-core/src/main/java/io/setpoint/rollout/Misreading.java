package io.setpoint.rollout;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says what a person has written that cannot be taken, where it stands, and what can be
 * written there.
 */
final class Misreading {

	static final int LONGEST = 100;

	private final RuntimeException failure;

	private final @Nullable MisspeltWord word;

	private final boolean lines;

	/**
	 * Create a misreading.
	 * @param failure why the text could not be taken
	 * @param word what is misspelt in it, {@code null} if nothing is
	 * @param text the text
	 */
	Misreading(RuntimeException failure, @Nullable MisspeltWord word, String text) {
		this.failure = failure;
		this.word = word;
		this.lines = text.indexOf('\n') >= 0;
	}

	String sentence() {
		String own = own();
		if (own != null && this.word != null) {
			return unknown(this.word.word(), this.word.known()) + " (" + this.word.path() + ")";
		}
		return (own != null) ? own + place(false) : problem() + place(true);
	}

	private @Nullable String own() {
		for (Throwable cause = this.failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidPlanException) {
				return String.valueOf(cause.getMessage());
			}
		}
		return null;
	}

	private String problem() {
		if (this.failure instanceof UnrecognizedPropertyException unknown) {
			return unknown(unknown.getPropertyName(),
					unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
		}
		if (this.failure instanceof InvalidFormatException format) {
			return shown(String.valueOf(format.getValue()), "what stands there") + " is "
					+ expected(format.getTargetType());
		}
		if (this.failure instanceof MismatchedInputException mismatched && !mismatched.getPath().isEmpty()) {
			return "what stands there is " + expected(mismatched.getTargetType());
		}
		return "it cannot be read";
	}

	private static String unknown(String word, Iterable<String> known) {
		return "there is no " + shown(word, "such word") + " in it, only " + String.join(", ", known);
	}

	private static String shown(String text, String otherwise) {
		boolean showable = text.length() <= LONGEST && text.codePoints().noneMatch(Line::isControl);
		return showable ? "'" + text + "'" : otherwise;
	}

	private static String expected(@Nullable Class<?> type) {
		if (type == null) {
			return "of the wrong kind";
		}
		if (type.isEnum()) {
			return "none of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT))
				.collect(Collectors.joining(", "));
		}
		if (type == Duration.class) {
			return "no time: write 30s, 10m or 2h";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "neither true nor false";
		}
		if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
			return "no whole number: write it as 100";
		}
		if (Number.class.isAssignableFrom(type) || type == Share.class || type == double.class) {
			return "no number: write it as 12.5";
		}
		if (Collection.class.isAssignableFrom(type)) {
			return "no list: write [ ... ], or a line with '-' for each entry";
		}
		if (type == String.class) {
			return "no text";
		}
		return Map.class.isAssignableFrom(type) ? "no map: write { name: value }"
				: "no " + type.getSimpleName().toLowerCase(Locale.ROOT) + ": write { name: value, ... }";
	}

	private String place(boolean exact) {
		if (!(this.failure instanceof JacksonException exception)) {
			return "";
		}
		String path = path(exception.getPath());
		TokenStreamLocation location = exception.getLocation();
		boolean known = exact && location != null && location.getLineNr() > 0 && (this.lines || path.isEmpty());
		String line = known ? "line " + location.getLineNr() + ", column " + location.getColumnNr() : "";
		String place = path + ((path.isEmpty() || line.isEmpty()) ? "" : ", ") + line;
		return place.isEmpty() ? "" : " (" + place + ")";
	}

	private static String path(List<JacksonException.Reference> references) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : references) {
			String name = reference.getPropertyName();
			if (name == null) {
				path.append('[').append(reference.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(Line.cut(name, LONGEST));
			}
		}
		return path.toString();
	}

}
