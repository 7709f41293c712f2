package io.setpoint.acceptance;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.setpoint.binding.BoundTypes;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.OneLine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Makes drafts visible, each whole or not at all: first whatever can fail is done off to
 * the side, then what cannot fail is swapped, then everybody is told. Changed under the
 * pipeline's lock, read by everybody.
 */
final class Commits {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private final BoundTypes types;

	private final LocationPropertySource[] locations;

	private final Publications publications;

	private final Followers followers;

	private final Refusals refusals;

	private final Clock clock;

	private final Outbox outbox = new Outbox();

	private volatile Holdings holdings;

	Commits(BoundTypes types, Collection<LocationPropertySource> locations, Publications publications,
			Followers followers, Refusals refusals, Clock clock) {
		this.types = types;
		this.locations = locations.toArray(LocationPropertySource[]::new);
		this.publications = publications;
		this.followers = followers;
		this.refusals = refusals;
		this.clock = clock;
		Map<String, LocationContent> contents = new LinkedHashMap<>();
		locations.forEach((location) -> contents.put(location.content().prefix(), location.content()));
		this.holdings = new Holdings(contents, List.of(), TypeIndex.EMPTY, ShownVariations.none(clock));
	}

	Holdings holdings() {
		return this.holdings;
	}

	List<LocationPropertySource> locations() {
		return List.of(this.locations);
	}

	/**
	 * Make a draft visible, unless something else has become visible meanwhile: who binds
	 * may ask for a type that is bound for the first time.
	 * @param draft what was decided
	 * @param before what was held when that was begun
	 * @return {@code false} if it has to be decided anew
	 */
	boolean commit(Draft draft, Holdings before) {
		Transition transition = transition(draft);
		if (this.holdings != before) {
			return false;
		}
		show(transition);
		this.outbox.tell();
		return true;
	}

	/**
	 * Do all of it but make nothing visible.
	 * @param draft what was decided
	 */
	void warmUp(Draft draft) {
		transition(draft);
	}

	/**
	 * Tell what could not be told before.
	 */
	void tell() {
		this.outbox.tell();
	}

	boolean isAnythingUntold() {
		return !this.outbox.isEmpty();
	}

	private Transition transition(Draft draft) {
		Holdings next = draft.complete();
		Publisher publisher = new Publisher(this.types, this.publications.publication(), this.holdings.variations(),
				draft, this.clock.instant());
		LocationContent[] contents = new LocationContent[this.locations.length];
		for (int i = 0; i < contents.length; i++) {
			contents[i] = Objects.requireNonNull(next.contents().get(this.locations[i].content().prefix()));
		}
		return new Transition(next, this.locations, contents, publisher.publication(),
				this.publications.affected(publisher.publication(), publisher.changed()),
				this.outbox.with(told(draft, publisher, next)));
	}

	private List<Runnable> told(Draft draft, Publisher publisher, Holdings next) {
		List<Runnable> told = new ArrayList<>();
		if (draft.isSilent()) {
			return told;
		}
		if (!draft.concerned().isEmpty()) {
			AcceptedChange change = new AcceptedChange(this.publications.publication(), publisher.publication(),
					publisher.changed(), draft.concerned(), draft.names().isEmpty());
			told.add(() -> this.followers.accepted(change));
		}
		told.addAll(AcceptanceLog.lines(draft, this.holdings, next));
		draft.warnings().forEach((warning) -> told.add(() -> logger.warn(OneLine.of(warning))));
		draft.notices().forEach((notice) -> told.add(() -> this.refusals.report(notice)));
		told.addAll(draft.told());
		return told;
	}

	private void show(Transition transition) {
		transition.showContents();
		this.publications.show(transition.publication(), transition.affected());
		this.holdings = transition.holdings();
		this.outbox.replace(transition.outbox());
	}

}
