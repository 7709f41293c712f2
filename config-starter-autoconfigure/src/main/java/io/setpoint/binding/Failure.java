package io.setpoint.binding;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.setpoint.binding.Expansion.ExpansionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;
import org.springframework.util.PlaceholderResolutionException;

/**
 * What went wrong when something was bound, in words of our own for each kind of failure
 * that Spring knows. Of anything else it says whose code refused it, and by which
 * exception.
 */
final class Failure {

	private static final String BINDER = "org.springframework.boot.context.properties.bind.";

	private static final List<String> FRAMEWORKS = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.",
			"kotlin.", "org.springframework.", "org.hibernate.validator.", "io.setpoint.binding.");

	private static final Pattern REFERENCE = Pattern.compile("\\$\\{([\\w.\\[\\]-]+)[:}]");

	private static final String CIRCULAR = "Circular placeholder reference";

	private static final String NO_SETTER = "No setter found for property: ";

	private Failure() {
	}

	/**
	 * Describe why a property could not be bound.
	 * @param failure what could not be bound
	 * @return the end of a sentence that begins with the property
	 */
	static String of(BindFailure failure) {
		ConfigurationProperty property = failure.property();
		Throwable ex = failure.cause();
		ExpansionException expansion = find(ex, ExpansionException.class);
		if (expansion != null) {
			return String.valueOf(expansion.getMessage());
		}
		PlaceholderResolutionException placeholder = find(ex, PlaceholderResolutionException.class);
		if (placeholder != null) {
			return placeholders(placeholder, property);
		}
		ConversionException conversion = find(ex, ConversionException.class);
		if (conversion != null) {
			Class<?> target = (property != null) ? failure.target().getType().resolve() : target(conversion);
			return "cannot be converted" + ((target != null) ? " to " + name(target) + constants(target) : "");
		}
		return describe(ex);
	}

	/**
	 * Describe an exception that may be anybody's.
	 * @param ex the exception
	 * @return the end of a sentence
	 */
	static String describe(Throwable ex) {
		Throwable root = root(ex);
		String message = root.getMessage();
		if (root instanceof IllegalStateException && message != null && message.startsWith(NO_SETTER)) {
			return "has no setter";
		}
		String refusing = refusing(root);
		String exception = ClassUtils.getShortName(root.getClass());
		return (refusing != null) ? "is refused by " + refusing + " (" + exception + ")"
				: "cannot be bound (" + exception + ")";
	}

	static <T extends Throwable> @Nullable T find(Throwable ex, Class<T> type) {
		for (Throwable candidate = ex; candidate != null; candidate = candidate.getCause()) {
			if (type.isInstance(candidate)) {
				return type.cast(candidate);
			}
		}
		return null;
	}

	/**
	 * Name what a value refers to as it is written. A name that comes of another value is
	 * not named.
	 * @param ex why its placeholders do not resolve
	 * @param property the property
	 * @return the end of a sentence
	 */
	private static String placeholders(PlaceholderResolutionException ex, @Nullable ConfigurationProperty property) {
		String names = (property != null) ? REFERENCE.matcher(String.valueOf(property.getValue()))
			.results()
			.map((reference) -> "'" + reference.group(1) + "'")
			.distinct()
			.limit(5)
			.collect(Collectors.joining(", ", " (", ")")) : "";
		boolean circular = ex.getMessage() != null && ex.getMessage().startsWith(CIRCULAR);
		return (circular ? "refers in a circle" : "refers to what is not there") + names.replace(" ()", "");
	}

	private static @Nullable Class<?> target(ConversionException ex) {
		TypeDescriptor descriptor = null;
		if (ex instanceof ConversionFailedException failed) {
			descriptor = failed.getTargetType();
		}
		else if (ex instanceof ConverterNotFoundException missing) {
			descriptor = missing.getTargetType();
		}
		return (descriptor != null) ? descriptor.getType() : null;
	}

	private static String name(Class<?> target) {
		return ClassUtils.getShortName(target);
	}

	private static String constants(Class<?> target) {
		if (!target.isEnum()) {
			return "";
		}
		return Arrays.stream(target.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name())
			.collect(Collectors.joining(", ", "; it is one of ", ""));
	}

	private static Throwable root(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return root;
	}

	private static @Nullable String refusing(Throwable root) {
		for (StackTraceElement frame : root.getStackTrace()) {
			String className = frame.getClassName();
			if (className.startsWith(BINDER)) {
				return null;
			}
			if (FRAMEWORKS.stream().noneMatch(className::startsWith)) {
				return className;
			}
		}
		return null;
	}

}
