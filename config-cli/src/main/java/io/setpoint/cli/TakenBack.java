package io.setpoint.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Phase;
import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The versions that were taken back since they were stable last, or never were.
 *
 * @param entries the entry of the history that took each of them back, by its id
 */
record TakenBack(Map<String, HistoryEntry> entries) {

	private static final Set<Phase> BACK = Set.of(Phase.ABORTED, Phase.ROLLED_BACK);

	/**
	 * Find them.
	 * @param history what has happened, oldest first
	 * @return the versions
	 */
	static TakenBack in(List<HistoryEntry> history) {
		Map<String, HistoryEntry> entries = new HashMap<>();
		String stable = null;
		for (HistoryEntry entry : history) {
			String left = left(entry, stable);
			if (left != null) {
				entries.put(left, entry);
			}
			if (!Objects.equals(stable, entry.stable())) {
				entries.remove(entry.stable());
			}
			stable = entry.stable();
		}
		return new TakenBack(entries);
	}

	private static @Nullable String left(HistoryEntry entry, @Nullable String stable) {
		if (!BACK.contains(entry.to()) || (entry.from() == entry.to() && Objects.equals(stable, entry.stable()))) {
			return null;
		}
		return Objects.equals(entry.candidate(), entry.stable()) ? stable : entry.candidate();
	}

	/**
	 * Refuse to start a version that was taken back.
	 * @param configuration the name of the configuration
	 * @param version the id of the version
	 * @throws RefusedException if it was
	 */
	void check(String configuration, String version) {
		HistoryEntry entry = this.entries.get(version);
		if (entry != null) {
			String why = (entry.reason() != null) ? ": " + OneLine.of(entry.reason()) : "";
			throw RefusedException.refused("'" + version + "' of '" + configuration + "' was taken back (" + entry.to()
					+ ", " + Times.text(entry.at()) + ", by " + OneLine.of(entry.by()) + why
					+ "), so its rollout was not started: apply another document, or say --again");
		}
	}

}
