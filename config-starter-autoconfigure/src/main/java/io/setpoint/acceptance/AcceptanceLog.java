package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.setpoint.store.OneLine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says in the log what was accepted: a line for each publication, with names and never
 * with a value.
 */
final class AcceptanceLog {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private AcceptanceLog() {
	}

	/**
	 * Find out what there is to say.
	 * @param draft what was decided
	 * @param before what was held before
	 * @param after what is held now
	 * @return says it, nothing if there is nothing to say
	 */
	static List<Runnable> lines(Draft draft, Holdings before, Holdings after) {
		if (!logger.isInfoEnabled()) {
			return List.of();
		}
		Released released = Released.of(before, after);
		String revision = "revision " + draft.revision() + " of etcd";
		if (!draft.concerned().isEmpty()) {
			List<String> names = first(draft.concerned());
			String source = draft.names().isEmpty() ? "a change of a source other than etcd" : revision;
			return line(() -> "Accepted " + source + " (" + names + ")" + told(released));
		}
		if (released.isAnythingAccepted()) {
			return line(() -> "Accepted " + revision + told(released) + "; the last good values stay");
		}
		return released.gone().isEmpty() ? List.of() : line(() -> "What was refused is gone with " + revision
				+ keys(released.gone()) + "; the last good values stay");
	}

	private static List<Runnable> line(Supplier<String> text) {
		return List.of(() -> logger.info(OneLine.of(text.get())));
	}

	private static String told(Released released) {
		return told(", in place of what was refused", released.replaced())
				+ told(", and with it what waited", released.accepted())
				+ told("; what was refused is gone", released.gone());
	}

	private static String told(String what, Set<String> keys) {
		return keys.isEmpty() ? "" : what + keys(keys);
	}

	private static String keys(Set<String> keys) {
		return " (keys " + first(keys) + ")";
	}

	private static List<String> first(Collection<?> names) {
		List<String> first = new ArrayList<>();
		names.stream().limit(Reasons.TOLD).forEach((name) -> first.add(OneLine.name(name.toString())));
		if (names.size() > Reasons.TOLD) {
			first.add("and " + (names.size() - Reasons.TOLD) + " more");
		}
		return first;
	}

}
