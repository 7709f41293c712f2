package io.setpoint.rollout.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.setpoint.configdata.LocationStart;
import io.setpoint.document.LocationContent;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.StoredVersion;
import io.setpoint.store.Change;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * What an instance finds of a versioned configuration when it starts: the version that is
 * its own, and the stable one to fall back to.
 */
final class RolloutImport {

	private final RolloutLocation location;

	private final LocationStart start;

	private Image image = new Image(0, 0, Map.of());

	private RolloutState state = RolloutState.INITIAL;

	RolloutImport(RolloutLocation location, LocationStart start) {
		this.location = location;
		this.start = start;
	}

	/**
	 * Read the state, and the versions that it takes.
	 * @return what was found
	 * @throws InvalidRolloutStateException if the state or a version makes no sense
	 */
	Found read() {
		this.image = this.start.read(List.of(this.location.watched()));
		List<KeyValue> entries = this.location.state(this.image);
		if (!entries.isEmpty()) {
			this.state = RolloutFormat.read(entries.get(0).value(), RolloutState.class);
		}
		KeyValue own = version(this.state.versionFor(this.start.identity()));
		KeyValue stable = this.state.isCandidateFor(this.start.identity()) ? version(this.state.stable()) : null;
		return new Found(this.image, this.state.isCandidateFor(this.start.identity()), own, stable);
	}

	/**
	 * Find what takes the place of a candidate whose state is gone: nobody can end its
	 * rollout any more. The history tells whether a version was more than a candidate.
	 * @param version the version that the instance had last
	 * @return what was found, {@code null} if the version may stay
	 * @throws InvalidRolloutStateException if what was found makes no sense
	 */
	@Nullable Found withdraw(String version) {
		HistoryEntry last = lastEntry();
		if (last == null || !version.equals(last.candidate()) || version.equals(last.stable())) {
			return null;
		}
		return new Found(this.image, false, version(last.stable()), null);
	}

	private @Nullable HistoryEntry lastEntry() {
		String prefix = this.location.historyPrefix();
		try {
			return this.start.read(List.of(prefix))
				.entries(prefix)
				.stream()
				.filter((entry) -> RolloutKeys.serial(entry.key().substring(prefix.length())).isPresent())
				.max(Comparator.comparing(KeyValue::key))
				.map((entry) -> RolloutFormat.read(entry.value(), HistoryEntry.class))
				.orElse(null);
		}
		catch (PermissionDeniedException ex) {
			return null;
		}
	}

	private @Nullable KeyValue version(@Nullable String id) {
		if (id == null) {
			return null;
		}
		String key = this.location.prefix() + id;
		List<KeyValue> entries = this.start.read(List.of(key)).entries(key);
		if (entries.isEmpty()) {
			throw new InvalidRolloutStateException("The state of '" + this.location.configuration()
					+ "' names version '" + id + "', which does not exist: publish it, or roll back to one that does");
		}
		return StoredVersion.of(entries.get(0)).entry();
	}

	/**
	 * What was found.
	 *
	 * @param image the state's key
	 * @param candidate whether the instance's version is the candidate of a rollout
	 * @param own the instance's version, {@code null} if there is none
	 * @param stable the stable version if the instance's own is the candidate and there
	 * is one
	 */
	record Found(Image image, boolean candidate, @Nullable KeyValue own, @Nullable KeyValue stable) {

		List<Change> changes(LocationContent content, @Nullable KeyValue version) {
			long revision = (this.own != null) ? this.own.modRevision() : this.image.revision();
			List<Change> changes = new ArrayList<>();
			content.entries()
				.stream()
				.filter((entry) -> version == null || !entry.key().equals(version.key()))
				.forEach((entry) -> changes.add(new Change.Delete(entry.key(), revision)));
			if (version != null && !version.equals(content.entry(version.key()))) {
				changes.add(new Change.Put(version));
			}
			return changes;
		}

	}

}
