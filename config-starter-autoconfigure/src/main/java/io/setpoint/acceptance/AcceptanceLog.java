package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
		Set<String> repaired = repaired(before, after);
		if (!draft.concerned().isEmpty()) {
			List<String> names = first(draft.concerned());
			String source = draft.names().isEmpty() ? "a change of a source other than etcd"
					: "revision " + draft.revision() + " of etcd";
			return List.of(() -> logger.info(OneLine.of("Accepted " + source + " (" + names + ")"
					+ (repaired.isEmpty() ? "" : ", and with it what was refused (keys " + first(repaired) + ")"))));
		}
		return repaired.isEmpty() ? List.of() : List.of(() -> logger.info(OneLine.of("Accepted revision "
				+ draft.revision() + " of etcd, which takes back what was refused (keys " + first(repaired) + ")")));
	}

	private static Set<String> repaired(Holdings before, Holdings after) {
		if (before.pending().size() <= after.pending().size()) {
			return Set.of();
		}
		Set<String> repaired = keys(before);
		repaired.removeAll(keys(after));
		return repaired;
	}

	private static Set<String> keys(Holdings holdings) {
		Set<String> keys = new TreeSet<>();
		holdings.pending()
			.forEach(
					(group) -> group.changes().byPrefix().values().forEach((changes) -> keys.addAll(changes.keySet())));
		return keys;
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
