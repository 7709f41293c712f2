package io.setpoint.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Changes that wait, whole, for a repair. Grows while a {@link Draft} is worked on, and
 * is never changed after it was frozen.
 */
final class Pending {

	private final List<Changes> parts = new ArrayList<>();

	private final Reach reach = new Reach();

	private final Set<ConfigurationPropertyName> references = new LinkedHashSet<>();

	private final Instant since;

	private Reasons reasons = Reasons.of(List.of(), Set.of());

	private boolean known;

	private boolean failed;

	private boolean judged;

	private boolean frozen;

	Pending(Instant since) {
		this.since = since;
	}

	/**
	 * Return this group, or a copy of it that can grow.
	 * @return a group that is not frozen
	 */
	Pending growing() {
		if (!this.frozen) {
			return this;
		}
		Pending copy = new Pending(this.since);
		copy.join(this);
		copy.judge(this);
		return copy;
	}

	private void judge(Pending other) {
		this.reasons = other.reasons;
		this.failed = other.failed;
		this.judged = other.judged;
	}

	void join(Pending other) {
		this.parts.addAll(other.parts);
		this.reach.add(other.reach);
		this.references.addAll(other.references);
		this.judged = false;
	}

	/**
	 * Let changes wait too, though nobody has tried yet whether they are the repair.
	 * @param changes the changes
	 * @param reach what they have to do with
	 */
	void add(Changes changes, Reach reach) {
		this.parts.add(changes.waiting());
		this.reach.add(reach);
		this.judged = false;
	}

	/**
	 * Remember why all of it was refused.
	 * @param candidate what would have come of it
	 */
	void refuse(Candidate candidate) {
		this.reach.add(candidate.reach());
		this.references.addAll(candidate.references());
		Reasons reasons = Reasons.of(candidate.problems(), this.reach.keys());
		this.known = reasons.isSame(this.reasons);
		this.reasons = reasons;
		this.failed = candidate.failure() != null;
		this.judged = true;
	}

	Pending freeze() {
		if (!this.frozen) {
			Changes merged = changes();
			this.parts.clear();
			this.parts.add(merged);
			this.frozen = true;
		}
		return this;
	}

	Changes changes() {
		return Changes.merged(this.parts);
	}

	boolean isConnected(Reach other) {
		return this.reach.isConnected(other) || other.isNamedBy(this.references);
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
						this.reasons.of(change.key()), types, this.since))));
		return refusals;
	}

}
