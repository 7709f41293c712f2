package io.setpoint.acceptance;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are pending no more, by what has come of them.
 *
 * @param accepted those that are accepted as they were pending
 * @param replaced those of which something newer is accepted
 * @param gone those of which nothing is left
 */
record Released(Set<String> accepted, Set<String> replaced, Set<String> gone) {

	/**
	 * Find out what is pending no more. A group that stays as it is costs nothing.
	 * @param before what was held before
	 * @param after what is held now
	 * @return the keys
	 */
	static Released of(Holdings before, Holdings after) {
		Released released = new Released(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
		Set<Pending> stay = new HashSet<>(before.pending());
		stay.retainAll(after.pending());
		Set<String> pending = new HashSet<>();
		each(after.pending(), (group) -> !stay.contains(group), (prefix, change) -> pending.add(change.key()));
		each(before.pending(), (group) -> !stay.contains(group), (prefix, change) -> {
			if (!pending.contains(change.key())) {
				released.add(change, Objects.requireNonNull(after.contents().get(prefix)));
			}
		});
		return released;
	}

	private static void each(Collection<Pending> groups, Predicate<Pending> which,
			BiConsumer<String, Change> consumer) {
		groups.stream()
			.filter(which)
			.forEach((group) -> group.changes()
				.byPrefix()
				.forEach((prefix, changes) -> changes.values().forEach((change) -> consumer.accept(prefix, change))));
	}

	/**
	 * Add a change that was pending. That a version is no longer shown is no news of its
	 * own: whatever takes its place does so as a whole.
	 * @param change the change
	 * @param content what the location holds now
	 */
	private void add(Change change, LocationContent content) {
		KeyValue entry = content.entry(change.key());
		if (change instanceof Change.Put) {
			where(entry, change.revision(), content).add(change.key());
		}
		else if (!content.isVersioned()) {
			((entry != null) ? this.replaced : this.accepted).add(change.key());
		}
	}

	private Set<String> where(@Nullable KeyValue entry, long revision, LocationContent content) {
		if (entry == null) {
			return (content.version() != null) ? this.replaced : this.gone;
		}
		return (entry.modRevision() == revision) ? this.accepted : this.replaced;
	}

	/**
	 * Return whether anything is accepted, be it without making a difference.
	 * @return {@code false} if at most something is gone
	 */
	boolean isAnythingAccepted() {
		return !this.accepted.isEmpty() || !this.replaced.isEmpty();
	}

}
