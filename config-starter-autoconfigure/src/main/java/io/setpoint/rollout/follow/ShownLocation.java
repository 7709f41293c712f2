package io.setpoint.rollout.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.setpoint.acceptance.AcceptedState;
import io.setpoint.acceptance.Refusal;
import io.setpoint.acceptance.UnusableKeys;
import io.setpoint.acceptance.Variation;
import io.setpoint.acceptance.Variations;
import io.setpoint.rollout.imports.ImportedRollout;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The location of a configuration as the pipeline shows it, and what it was asked to show
 * last. Used by the loop only.
 */
final class ShownLocation {

	private final AcceptedState accepted;

	private final UnusableKeys unusableKeys;

	private final Variations variations;

	private final String prefix;

	private final String stateKey;

	private @Nullable KeyValue target;

	ShownLocation(AcceptedState accepted, UnusableKeys unusableKeys, Variations variations, ImportedRollout imported) {
		this.accepted = accepted;
		this.unusableKeys = unusableKeys;
		this.variations = variations;
		this.prefix = imported.prefix();
		this.stateKey = imported.stateKey();
	}

	void startWith(@Nullable KeyValue version) {
		this.target = version;
	}

	@Nullable String version() {
		return this.accepted.content(this.prefix).version();
	}

	/**
	 * Say completely what the content becomes, so that it does not matter what was
	 * accepted or refused before.
	 * @param wanted the version's entry, {@code null} if the instance has none
	 * @param revision the revision of the state that asks for it
	 * @return the changes
	 */
	List<Change> replaceBy(@Nullable KeyValue wanted, long revision) {
		Set<String> others = new LinkedHashSet<>();
		this.accepted.content(this.prefix).entries().forEach((old) -> others.add(old.key()));
		if (this.target != null) {
			others.add(this.target.key());
		}
		this.accepted.refusals().stream().filter(this::isOfVersion).forEach((refusal) -> others.add(refusal.key()));
		List<Change> changes = new ArrayList<>();
		if (wanted != null) {
			others.remove(wanted.key());
			changes.add(new Change.Put(wanted));
		}
		others.forEach((key) -> changes.add(new Change.Delete(key, revision)));
		this.target = wanted;
		return changes;
	}

	/**
	 * Return what keeps the content from being what it should be: the version, or no
	 * version at all.
	 * @return the problem, {@code null} if there is none
	 */
	@Nullable String problem() {
		return this.accepted.refusals().stream().filter(this::isOfTarget).map(Refusal::reason).findFirst().orElse(null);
	}

	private boolean isOfTarget(Refusal refusal) {
		KeyValue target = this.target;
		return (target != null) ? refusal.key().equals(target.key()) : isOfVersion(refusal);
	}

	private boolean isOfVersion(Refusal refusal) {
		return refusal.prefix().equals(this.prefix) && refusal.key().startsWith(this.prefix);
	}

	/**
	 * The state cannot be used.
	 * @param revision the revision that wrote or deleted it
	 * @param problem why
	 */
	void unusable(long revision, String problem) {
		this.unusableKeys.unusable(new Refusal(this.prefix, this.stateKey, revision, this.stateKey + ": " + problem,
				Set.of(), Instant.now()));
	}

	void usable() {
		this.unusableKeys.usable(this.stateKey);
	}

	void vary(@Nullable Variation variation) {
		this.variations.vary(this.prefix, variation);
	}

	boolean isVaried() {
		return this.variations.isShown(this.prefix);
	}

	List<String> variationProblems() {
		return this.variations.problems(this.prefix);
	}

}
