package io.setpoint.acceptance;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.setpoint.binding.Contents;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;

/**
 * Makes one decision after the other, each off to the side, and then visible as a whole.
 * May be called from any thread.
 */
final class Decisions {

	/**
	 * How often something is decided anew because binding it has made something else
	 * visible.
	 */
	private static final int ATTEMPTS = 32;

	private final TypeBinder binder;

	private final Commits commits;

	private final Publications publications;

	private final Clock clock;

	private final Runnable listener;

	/**
	 * Create the place where decisions are made.
	 * @param binder binds and validates
	 * @param commits makes drafts visible
	 * @param publications what is visible
	 * @param clock the time of day
	 * @param listener called after each decision, before another one is made
	 */
	Decisions(TypeBinder binder, Commits commits, Publications publications, Clock clock, Runnable listener) {
		this.binder = binder;
		this.commits = commits;
		this.publications = publications;
		this.clock = clock;
		this.listener = listener;
		binder.remember(() -> holdings().variations().contents());
	}

	/**
	 * Decide something and make it visible. Whoever binds may ask for a type that is
	 * bound for the first time, and so make that visible in the midst of it: then what
	 * was decided knows nothing of it, and is decided anew.
	 * @param work decides, off to the side
	 * @return what was decided
	 */
	synchronized Draft decide(Supplier<Draft> work) {
		for (int i = 0; i < ATTEMPTS; i++) {
			Holdings before = holdings();
			Draft draft = work.get();
			if (this.commits.commit(draft, before)) {
				this.listener.run();
				return draft;
			}
		}
		throw new IllegalStateException(
				"What is called when types are bound makes something else visible each time, such as a refresh");
	}

	/**
	 * Find out what would come of something that nobody will see.
	 * @param question asked of what is accepted
	 * @param <T> the type of the answer
	 * @return the answer
	 */
	synchronized <T> T consider(Function<Evaluation, T> question) {
		return question.apply(draft().evaluation());
	}

	/**
	 * Decide about changes of which nothing comes.
	 * @param contents what they are decided against
	 * @param changes the changes
	 */
	synchronized void warmUp(Map<String, LocationContent> contents, Changes changes) {
		Holdings before = new Holdings(contents, List.of(), holdings().index(), ShownVariations.none(this.clock));
		Draft draft = draft(before, publication().revision());
		Acceptance.work(draft, List.of(changes));
		this.commits.warmUp(draft.silently());
	}

	/**
	 * Ask something that has to be true of all that is visible, and so cannot be asked in
	 * the midst of a decision.
	 * @param question what to ask
	 * @param <T> the type of the answer
	 * @return the answer
	 */
	synchronized <T> T between(Supplier<T> question) {
		return question.get();
	}

	/**
	 * Tell what could not be told before.
	 */
	synchronized void tell() {
		this.commits.tell();
	}

	synchronized boolean isAnythingUntold() {
		return this.commits.isAnythingUntold();
	}

	Holdings holdings() {
		return this.commits.holdings();
	}

	Publication publication() {
		return this.publications.publication();
	}

	Draft draft() {
		return draft(holdings(), publication().revision());
	}

	Draft draft(Holdings before, long revision) {
		return new Draft(before, revision, (type, contents) -> this.binder.bind(type, Contents.of(contents)),
				this.clock.instant());
	}

	/**
	 * Begin a draft for somebody who needs a type now, whatever it costs to bind it.
	 * @return the draft
	 */
	Draft draftOnDemand() {
		return new Draft(holdings(), publication().revision(),
				(type, contents) -> this.binder.bindOnDemand(type, Contents.of(contents)), this.clock.instant());
	}

}
