package io.setpoint.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.setpoint.acceptance.Pending.Part;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.document.LocationContent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What the pipeline will hold, in the making. Nothing of it is seen before it is
 * complete: whatever fails on the way leaves everything as it was.
 */
final class Draft {

	private final Candidate.Binding binding;

	private final Instant now;

	private final Waiting waiting;

	private final Map<BoundType, Judged> outcomes = new LinkedHashMap<>();

	private final Map<BoundType, Refused> foreign = new LinkedHashMap<>();

	private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();

	private final Set<ConfigurationPropertyName> concerned = new LinkedHashSet<>();

	private final List<String> warnings = new ArrayList<>();

	private final List<Runnable> told = new ArrayList<>();

	private final RefusedSteps refusedSteps = new RefusedSteps();

	private boolean silent;

	private Map<String, LocationContent> contents;

	private TypeIndex index;

	private ShownVariations variations;

	private long revision;

	private int postponed;

	Draft(Holdings before, long revision, Candidate.Binding binding, Instant now) {
		this.contents = before.contents();
		this.waiting = new Waiting(before.pending());
		this.index = before.index();
		this.variations = before.variations();
		this.revision = revision;
		this.binding = binding;
		this.now = now;
	}

	Evaluation evaluation() {
		return new Evaluation(this.contents, this.index, this.binding);
	}

	boolean isAnythingPending() {
		return !this.waiting.isEmpty();
	}

	List<Pending> pending() {
		return this.waiting.groups();
	}

	Set<Pending> connected(Reach reach) {
		return this.waiting.connected(reach);
	}

	/**
	 * Try changes together with everything pending that they are connected with.
	 * @param steps the changes in their order
	 * @return what would come of them
	 */
	Attempt attempt(List<Changes> steps) {
		Evaluation evaluation = evaluation();
		Reach reach = new Reach();
		if (isAnythingPending()) {
			steps.forEach((step) -> reach.add(evaluation.reach(step)));
		}
		Set<Pending> joined = connected(reach);
		List<Changes> all = new ArrayList<>();
		joined.forEach((group) -> all.add(group.changes()));
		all.addAll(steps);
		return new Attempt(List.copyOf(steps), evaluation.of(Changes.merged(all)), joined);
	}

	/**
	 * Return whether a type would come to read what waits: what comes after that waits
	 * too.
	 * @param attempt what is tried, which is valid
	 * @return whether it makes a difference to try one after the other
	 */
	boolean isReadingWhatWaits(Attempt attempt) {
		return pending().stream()
			.filter((group) -> !attempt.joined().contains(group))
			.anyMatch((group) -> group.isNewToAnyOf(attempt.candidate().outcomes()));
	}

	void accept(Attempt attempt) {
		Candidate candidate = attempt.candidate();
		this.waiting.remove(attempt.joined());
		if (!attempt.joined().isEmpty()) {
			this.refusedSteps.forgetKeys(candidate.changes().keys());
		}
		this.contents = candidate.contents();
		this.revision = attempt.after(this.revision);
		candidate.outcomes().forEach(this::accept);
		this.names.addAll(candidate.names());
		this.warnings.addAll(candidate.warnings());
		this.waiting.reopen(candidate.reach());
	}

	private void accept(BoundType type, Outcome outcome) {
		if (outcome instanceof Bound bound) {
			read(type, bound.references(), this.index.accept(type, bound.references()));
			this.outcomes.put(type, new Judged(bound, this.revision));
			this.foreign.remove(type);
		}
	}

	private void read(BoundType type, Set<ConfigurationPropertyName> references, TypeIndex next) {
		if (next != this.index) {
			this.index = next;
			this.waiting.addReader(type, references);
		}
	}

	/**
	 * Let changes wait, and with them what they are connected with.
	 * @param step the changes
	 * @param attempt what was tried
	 */
	void refuse(Changes step, Attempt attempt) {
		Pending group = this.waiting.grow(attempt.joined());
		group.add(0, step, attempt.candidate().reach(), this.now);
		group.refuse(attempt.candidate(), this.contents);
		this.revision = step.after(this.revision);
		this.refusedSteps.alone(step, group.isKnown());
	}

	/**
	 * Let changes wait with groups that they are connected with, to be tried with them
	 * when everything else has been worked off.
	 * @param step the changes
	 * @param reach what they have to do with
	 * @param joined the groups
	 */
	void postpone(Changes step, Reach reach, Set<Pending> joined) {
		this.postponed++;
		Pending group = this.waiting.grow(joined);
		group.add(this.postponed, step, reach, this.now);
		group.standing().values().removeIf((refused) -> isTouched(refused, step, reach));
		this.revision = step.after(this.revision);
		this.refusedSteps.together(this.postponed, step);
	}

	/**
	 * Return whether changes are refused together with groups that they are connected
	 * with because these stay refused for what has been blamed before. Where a group
	 * refers to something, that is not enough: what came after it would be connected with
	 * what the group refers to no more once it has grown by the changes.
	 * @param step the changes
	 * @param reach what they have to do with
	 * @param joined the groups
	 * @return whether that is certain, and does not matter to what comes after it
	 */
	boolean isStanding(Changes step, Reach reach, Set<Pending> joined) {
		return joined.stream().noneMatch(Pending::isReferring) && joined.stream()
			.flatMap((group) -> group.standing().values().stream())
			.anyMatch((refused) -> !isTouched(refused, step, reach));
	}

	private boolean isTouched(Refused refused, Changes step, Reach reach) {
		return refused.blame() == null || evaluation().isTouched(refused.blame(), step, reach);
	}

	/**
	 * Try what has been postponed. What was repaired on the way becomes visible though
	 * something else was wrong later. Where a refusal stands there is no repair.
	 * @param hurried whether to look no further then
	 * @return what came after a repair and has to be worked off, none if everything was
	 * tried
	 */
	List<Changes> settlePostponed(boolean hurried) {
		for (Pending group : pending()) {
			Map<BoundType, Refused> standing = hurried ? group.standing() : Map.of();
			List<Part> later = group.isJudged() ? List.of() : settlePostponed(group, standing);
			if (!later.isEmpty()) {
				return later.stream().map(Part::changes).toList();
			}
		}
		return List.of();
	}

	private List<Part> settlePostponed(Pending group, Map<BoundType, Refused> standing) {
		Attempt whole = new Attempt(List.of(), evaluation().of(group.changes(), standing), Set.of(group));
		Repair repair = whole.candidate().isRefusedFor(standing) ? null : repair(group, whole);
		if (repair == null) {
			this.waiting.grow(whole.joined()).refuse(whole.candidate(), this.contents);
			return List.of();
		}
		this.refusedSteps.forget(group.parts().stream().map(Part::order).collect(Collectors.toSet()));
		accept(repair.attempt());
		return repair.later();
	}

	private @Nullable Repair repair(Pending group, Attempt whole) {
		return whole.isValid() ? new Repair(whole, List.of()) : Repair.of(evaluation(), group, whole.candidate());
	}

	/**
	 * Try what could not be tried before: groups that have grown, and those that have
	 * more room now, until nothing makes room for another one.
	 */
	void settle() {
		List<Pending> open = this.waiting.open(this.contents);
		while (!open.isEmpty()) {
			open.forEach(this::settle);
			open = this.waiting.open(this.contents);
		}
	}

	/**
	 * Try a group as it is, unless another one has taken its place meanwhile.
	 * @param group the group
	 */
	void settle(Pending group) {
		if (!this.waiting.contains(group)) {
			return;
		}
		Attempt attempt = new Attempt(List.of(), evaluation().of(group.changes()), Set.of(group));
		if (attempt.isValid()) {
			accept(attempt);
		}
		else {
			this.waiting.grow(attempt.joined()).refuse(attempt.candidate(), this.contents);
		}
	}

	/**
	 * Bind types against what is accepted, because something else has changed.
	 * @param types the types
	 * @param names the names of the properties that have changed
	 */
	void bind(Collection<BoundType> types, Collection<ConfigurationPropertyName> names) {
		this.concerned.addAll(names);
		for (BoundType type : types) {
			Outcome outcome = this.binding.bind(type, this.contents);
			accept(type, outcome);
			if (outcome instanceof Refused refused) {
				read(type, refused.references(), this.index.refuse(type, refused.references()));
				this.foreign.put(type, refused);
			}
		}
	}

	/**
	 * Whether a location has to do with a type that was refused.
	 * @param type the type
	 * @return {@code true} if a location sets what it reads
	 */
	boolean isConcerned(BoundType type) {
		Refused refused = this.foreign.get(type);
		return refused != null && this.contents.values()
			.stream()
			.anyMatch((content) -> Publisher.sets(content, type) || refused.references()
				.stream()
				.anyMatch((name) -> content.source(ConfigurationPropertyName.EMPTY)
					.getConfigurationProperty(name) != null));
	}

	void index(TypeIndex index) {
		this.index = index;
		this.waiting.addReaders(index);
	}

	void vary(ShownVariations variations) {
		this.variations = variations;
	}

	/**
	 * Complete the draft: what some subjects have instead follows.
	 * @return what will be held
	 */
	Holdings complete() {
		this.concerned.addAll(this.names);
		ShownVariations followed = this.variations.follow(evaluation(), this.concerned, this.outcomes.keySet());
		this.warnings.addAll(followed.warnings(this.variations));
		this.variations = followed;
		pending().forEach(Pending::freeze);
		return new Holdings(this.contents, pending(), this.index, this.variations);
	}

	Map<String, LocationContent> contents() {
		return this.contents;
	}

	ShownVariations variations() {
		return this.variations;
	}

	long revision() {
		return this.revision;
	}

	Map<BoundType, Judged> outcomes() {
		return this.outcomes;
	}

	Set<ConfigurationPropertyName> names() {
		return this.names;
	}

	/**
	 * Return the properties that were changed, in a location or elsewhere.
	 * @return their names
	 */
	Set<ConfigurationPropertyName> concerned() {
		return this.concerned;
	}

	List<String> warnings() {
		return this.warnings;
	}

	/**
	 * Return the types that a source other than etcd makes invalid.
	 * @return the refusals by type
	 */
	Map<BoundType, Refused> foreign() {
		return this.foreign;
	}

	/**
	 * Tell something once the draft is visible.
	 * @param told tells it
	 */
	void tell(Runnable told) {
		this.told.add(told);
	}

	List<Runnable> told() {
		return this.told;
	}

	/**
	 * There is nobody to be told.
	 * @return this draft
	 */
	Draft silently() {
		this.silent = true;
		return this;
	}

	boolean isSilent() {
		return this.silent;
	}

	List<Notice> notices() {
		return this.refusedSteps.notices(pending());
	}

	/**
	 * A type's valid value with the revision that gives it.
	 *
	 * @param bound the value
	 * @param revision the revision
	 */
	record Judged(Bound bound, long revision) {
	}

}
