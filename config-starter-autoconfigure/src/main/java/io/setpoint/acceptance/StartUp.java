package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Drafts what an application starts with, in three steps: what somebody may need at once,
 * what needed other beans, and the rest.
 */
final class StartUp {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private final BoundTypes types;

	private final TypeBinder binder;

	private final Decisions decisions;

	private final Refusals refusals;

	private final boolean anyLocation;

	/**
	 * Create the start of an application.
	 * @param types the application's bound types
	 * @param binder binds and validates them
	 * @param decisions begins drafts
	 * @param refusals told of what is refused
	 * @param anyLocation whether there is any location
	 */
	StartUp(BoundTypes types, TypeBinder binder, Decisions decisions, Refusals refusals, boolean anyLocation) {
		this.types = types;
		this.binder = binder;
		this.decisions = decisions;
		this.refusals = refusals;
		this.anyLocation = anyLocation;
	}

	/**
	 * Draft what is there before the first ordinary bean is created.
	 * @param start what was found at start
	 * @return the draft, of which nobody is told
	 */
	Draft first(StartState start) {
		Holdings found = this.decisions.holdings();
		TypeIndex index = found.index().with(this.types.eager());
		Draft draft = this.decisions.draft(found.with(index), start.revision());
		bind(draft);
		List<String> problems = new ArrayList<>(start.problems());
		draft.foreign().values().forEach((refused) -> problems.addAll(refused.problems()));
		if (!problems.isEmpty()) {
			draft = this.decisions.draft(found.with(start.lastGood()).with(index), start.revision());
			acceptFromLastGoodState(draft, start, problems);
		}
		draft.index(draft.evaluation().index().with(this.types));
		return draft.silently();
	}

	/**
	 * Begin with the last good state, and work off what etcd has had since then as if it
	 * came now.
	 * @param draft what will be held
	 * @param start what was found at start
	 * @param problems why it cannot be accepted as it is
	 */
	private void acceptFromLastGoodState(Draft draft, StartState start, List<String> problems) {
		bind(draft);
		if (!start.since().changes().isEmpty()) {
			Acceptance.work(draft, List.of(Changes.of(start.since())));
		}
		if (!draft.foreign().isEmpty()) {
			throw new InvalidConfigurationException(problems);
		}
		this.refusals.reportEarly(draft.notices());
	}

	/**
	 * Bind the types that somebody may need at once. Where no location has to do with a
	 * setter-based type, it is for Boot alone to say whether its bean is valid.
	 * @param draft what will be held
	 */
	private void bind(Draft draft) {
		draft.bind(eager().stream().filter((type) -> isNeededAtOnce(type, draft)).toList(), Set.of());
		List<BoundType> left = draft.foreign()
			.keySet()
			.stream()
			.filter((type) -> !type.isValueObject() && !draft.isConcerned(type))
			.toList();
		left.forEach(this.binder::giveUp);
		draft.foreign().keySet().removeAll(left);
	}

	/**
	 * Draft what needed other beans and could only be checked so far.
	 * @return the draft
	 */
	Draft beans() {
		Draft draft = this.decisions.draft();
		draft.bind(eager().stream().filter((type) -> isUnbound(type) && isNeededAtOnce(type, draft)).toList(),
				Set.of());
		List<BoundType> unlike = List.copyOf(draft.foreign().keySet());
		unlike.forEach(this.binder::giveUp);
		draft.bind(unlike, Set.of());
		return draft;
	}

	/**
	 * Draft what could be left until now. What cannot be bound to a fresh instance is not
	 * followed.
	 * @return the draft, which tells of what was refused before there was anybody to tell
	 */
	Draft rest() {
		Draft draft = this.decisions.draft();
		List<BoundType> left = new ArrayList<>();
		this.types.forEach(left::add);
		left.removeIf((type) -> !isUnbound(type) || this.decisions.publication().handed(type) != null);
		draft.bind(left.stream().filter(this::isOurs).toList(), Set.of());
		left.removeIf(this::isOurs);
		left.addAll(draft.foreign().keySet());
		draft.foreign()
			.keySet()
			.forEach((type) -> logger
				.debug(type + " cannot be bound to a fresh instance and does not follow its properties"));
		draft.index(draft.evaluation().index().without(left));
		draft.tell(this.refusals::completeStart);
		return draft;
	}

	/**
	 * Go the way of a change that changes nothing, in locations that hold one key each:
	 * what they really hold may be large, encrypted, pending or shown to some only, and
	 * nothing of the application is to be called.
	 */
	void warmUp() {
		Map<String, LocationContent> contents = new HashMap<>();
		Map<String, List<Change>> changes = new HashMap<>();
		this.decisions.holdings().contents().forEach((prefix, real) -> {
			LocationContent empty = LocationContent.empty(prefix, real.displayName());
			contents.put(prefix, empty.with(List.of(madeUp(prefix, 1))).content());
			changes.put(prefix, List.of(madeUp(prefix, 2)));
		});
		this.decisions.warmUp(contents, Changes.of(new Proposal(2, Proposal.Kind.REVISION, changes)));
	}

	private static Change madeUp(String prefix, long revision) {
		return new Change.Put(new KeyValue(prefix + "warm-up", new byte[0], 1, revision));
	}

	/**
	 * Return the types that are bound, or checked, at start. Without a location the
	 * setter-based types are Boot's alone: nobody is to bind them a second time.
	 * @return the types
	 */
	List<BoundType> eager() {
		return this.types.eager().stream().filter(this::isOurs).toList();
	}

	private boolean isOurs(BoundType type) {
		return type.isValueObject() || this.anyLocation;
	}

	private boolean isUnbound(BoundType type) {
		return this.decisions.publication().value(type) == null;
	}

	/**
	 * What belongs to Boot or to us has been bound by Boot itself: unless a location has
	 * to do with it, it is left until the application has started.
	 * @param type a type that is bound at start
	 * @param draft what will be held
	 * @return whether it cannot be left
	 */
	private static boolean isNeededAtOnce(BoundType type, Draft draft) {
		return !BoundTypes.isInfrastructure(type.type())
				|| draft.contents().values().stream().anyMatch((content) -> Publisher.sets(content, type));
	}

}
