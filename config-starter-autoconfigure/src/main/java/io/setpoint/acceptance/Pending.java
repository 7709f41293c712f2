package io.setpoint.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.document.Extent;
import io.setpoint.document.LocationContent;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Changes that wait, whole, for a repair. Grows while a {@link Draft} is worked on, and
 * is never changed after it was frozen.
 */
final class Pending {

	private final List<Part> parts = new ArrayList<>();

	private final Set<ConfigurationPropertyName> references = new LinkedHashSet<>();

	private Reach reach = new Reach();

	private final Map<String, Instant> since = new HashMap<>();

	private Reasons reasons = Reasons.of(List.of(), Set.of());

	private boolean known;

	private final Map<BoundType, Refused> standing = new LinkedHashMap<>();

	private Map<String, Extent> crowded = Map.of();

	private boolean complete = true;

	private boolean failed;

	private boolean judged;

	private boolean frozen;

	/**
	 * Return this group, or a copy of it that can grow.
	 * @return a group that is not frozen
	 */
	Pending growing() {
		if (!this.frozen) {
			return this;
		}
		Pending copy = new Pending();
		copy.join(this);
		copy.judge(this);
		return copy;
	}

	private void judge(Pending other) {
		this.reasons = other.reasons;
		this.crowded = other.crowded;
		this.failed = other.failed;
		this.judged = other.judged;
		this.complete = other.complete;
	}

	void join(Pending other) {
		this.parts.addAll(other.parts);
		this.parts.sort(Comparator.comparingInt(Part::order));
		this.reach.add(other.reach);
		this.references.addAll(other.references);
		this.standing.putAll(other.standing);
		other.since.forEach((key, since) -> this.since.merge(key, since, Pending::earlier));
		this.complete &= other.complete;
		this.judged = false;
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

	/**
	 * Let changes wait too, though nobody has tried yet whether they are the repair.
	 * @param order their place among all that are let wait like this
	 * @param changes the changes
	 * @param reach what they have to do with
	 * @param now since when they wait, but for keys of which something waits already
	 */
	void add(int order, Changes changes, Reach reach, Instant now) {
		changes.keys().forEach((key) -> this.since.putIfAbsent(key, now));
		this.parts.add(new Part(order, changes.waiting()));
		this.reach.add(reach);
		this.judged = false;
	}

	/**
	 * Return the refusals that stand whatever has come since, as long as their blame
	 * holds.
	 * @return the refusals
	 */
	Map<BoundType, Refused> standing() {
		return this.standing;
	}

	/**
	 * Return whether one of the types that wait refers to other properties, so that what
	 * changes these waits too.
	 * @return whether it does, as of when it was last tried
	 */
	boolean isReferring() {
		return !this.references.isEmpty();
	}

	/**
	 * Return whether everything is known that is wrong with it.
	 * @return {@code false} if a refusal stood and nobody has looked further
	 */
	boolean isComplete() {
		return this.complete;
	}

	/**
	 * Have it tried again.
	 */
	void reopen() {
		this.judged = false;
	}

	/**
	 * Remember why all of it was refused. What was taken back since it waits is
	 * forgotten.
	 * @param candidate what would have come of it
	 * @param accepted the accepted contents
	 */
	void refuse(Candidate candidate, Map<String, LocationContent> accepted) {
		Changes left = candidate.changes().waiting().left(accepted);
		Set<String> keys = left.keys();
		replaceParts(left);
		this.since.keySet().retainAll(keys);
		if (candidate.failure() != null) {
			this.reach.add(candidate.reach());
		}
		else {
			this.reach = candidate.reach().left(keys, this.reach);
			this.references.clear();
		}
		this.references.addAll(candidate.references());
		this.complete = !candidate.isRefusedFor(this.standing);
		stand(candidate);
		Reasons reasons = Reasons.of(candidate.problems(), this.reach.keys());
		this.known = reasons.isSame(this.reasons);
		this.reasons = reasons;
		this.crowded = candidate.crowded();
		this.failed = candidate.failure() != null;
		this.judged = true;
	}

	private void stand(Candidate candidate) {
		this.standing.clear();
		candidate.outcomes().forEach((type, outcome) -> {
			if (outcome instanceof Refused refused && refused.blame() != null) {
				this.standing.put(type, refused);
			}
		});
	}

	Pending freeze() {
		if (!this.frozen) {
			replaceParts(changes());
			this.frozen = true;
		}
		return this;
	}

	private void replaceParts(Changes merged) {
		this.parts.clear();
		this.parts.add(new Part(0, merged));
	}

	Changes changes() {
		return Changes.merged(this.parts.stream().map(Part::changes).toList());
	}

	/**
	 * Return what this has grown by, after what it was before.
	 * @return the parts in their order
	 */
	List<Part> parts() {
		return List.copyOf(this.parts);
	}

	boolean isConnected(Reach other) {
		return this.reach.isConnected(other) || other.isNamedBy(this.references);
	}

	/**
	 * Return whether a type that refers to something thereby reads what waits here, and
	 * did not before.
	 * @param type the type
	 * @param references what it refers to
	 * @return whether it has to wait too from now on
	 */
	boolean isNewTo(BoundType type, Set<ConfigurationPropertyName> references) {
		return !this.reach.types().contains(type) && this.reach.isNamedBy(references);
	}

	boolean isNewToAnyOf(Map<BoundType, Outcome> outcomes) {
		return outcomes.entrySet()
			.stream()
			.anyMatch((outcome) -> isNewTo(outcome.getKey(), outcome.getValue().references()));
	}

	Reach reach() {
		return this.reach;
	}

	Reasons reasons() {
		return this.reasons;
	}

	/**
	 * Return whether it was refused for what had been told already.
	 * @return whether there is nothing new
	 */
	boolean isKnown() {
		return this.known;
	}

	/**
	 * Return whether it was refused as it is, and not only in part.
	 * @return {@code false} if it has grown since
	 */
	boolean isJudged() {
		return this.judged;
	}

	/**
	 * Return whether a location that had no room for it has more now: what others have
	 * left is for it to take, though it has nothing else to do with them.
	 * @param contents the accepted contents
	 * @return whether to try again
	 */
	boolean hasMoreRoomIn(Map<String, LocationContent> contents) {
		return this.crowded.entrySet().stream().anyMatch((crowded) -> {
			LocationContent content = contents.get(crowded.getKey());
			return content != null && content.extent().isSmallerThan(crowded.getValue());
		});
	}

	/**
	 * Return whether it could not be evaluated, which is no fault of its own.
	 * @return whether to try again without a repair
	 */
	boolean isFailed() {
		return this.failed;
	}

	/**
	 * Describe what waits, key by key.
	 * @return the refusals
	 */
	List<Refusal> refusals() {
		List<Refusal> refusals = new ArrayList<>();
		Set<String> types = new LinkedHashSet<>();
		this.reach.types().forEach((type) -> types.add(type.type().getName()));
		changes().byPrefix()
			.forEach((prefix, changes) -> changes.values()
				.forEach((change) -> refusals.add(new Refusal(prefix, change.key(), change.revision(),
						this.reasons.of(change.key()), types, since(change.key())))));
		return refusals;
	}

	private Instant since(String key) {
		return Objects.requireNonNull(this.since.get(key));
	}

	/**
	 * Changes that wait.
	 *
	 * @param order their place among those that were let wait without being tried, 0 for
	 * what waited before
	 * @param changes the changes
	 */
	record Part(int order, Changes changes) {
	}

}
