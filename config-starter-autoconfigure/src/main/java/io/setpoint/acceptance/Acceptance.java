package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Works off changes as if one revision came after the other, without binding as often as
 * there are revisions.
 * <p>
 * What has nothing to do with anything pending is tried as one and, if that is refused,
 * by what comes before the change that is named, that change, and the rest, or else by
 * halves. What is connected with something pending is tried at its place where few
 * changes have queued up. In a long backlog it waits, and is tried when everything else
 * has been worked off; if it is refused for other reasons than before, the state between
 * the repair and the new mistake is looked for. Where more than a few have queued up it
 * also waits if it cannot be the repair, and is not tried at all while that is certain.
 */
final class Acceptance {

	/**
	 * A longer backlog skips states in between.
	 */
	private static final int SHORT = 32;

	/**
	 * In a shorter one everything is looked for that is wrong, each time.
	 */
	private static final int HURRIED = 8;

	/**
	 * How many repairs are looked for in one backlog. If it has more of them, what comes
	 * after the last one waits for the next.
	 */
	private static final int REPAIRS = 8;

	/**
	 * How often in one backlog a refusal is taken at its word. After that its reasons may
	 * be misleading.
	 */
	private static final int SUSPICIONS = 8;

	private final Draft draft;

	private final boolean patient;

	private final boolean hurried;

	private int suspicions = SUSPICIONS;

	private Acceptance(Draft draft, int length) {
		this.draft = draft;
		this.patient = length <= SHORT;
		this.hurried = length >= HURRIED;
	}

	/**
	 * Work off changes.
	 * @param draft where they are accepted or refused
	 * @param backlog the changes in their order
	 */
	static void work(Draft draft, List<Changes> backlog) {
		List<Changes> steps = new ArrayList<>();
		backlog.forEach((changes) -> steps.addAll(changes.parts(draft.contents())));
		if (!steps.isEmpty()) {
			Acceptance acceptance = new Acceptance(draft, steps.size());
			acceptance.work(steps);
			acceptance.workPostponed();
		}
		draft.settle();
	}

	private void work(List<Changes> steps) {
		if (this.draft.isAnythingPending()) {
			workBesidePending(steps);
		}
		else {
			attempt(steps);
		}
	}

	private void workPostponed() {
		for (int i = 0; i < REPAIRS; i++) {
			List<Changes> later = this.draft.settlePostponed(this.hurried);
			if (later.isEmpty()) {
				return;
			}
			work(later);
		}
	}

	private void attempt(List<Changes> steps) {
		if (steps.isEmpty()) {
			return;
		}
		Attempt attempt = this.draft.attempt(steps);
		if (attempt.isValid() && (steps.size() == 1 || !this.draft.isReadingWhatWaits(attempt))) {
			this.draft.accept(attempt);
		}
		else if (steps.size() == 1) {
			this.draft.refuse(steps.get(0), attempt);
		}
		else {
			split(steps, (this.suspicions > 0) ? attempt.suspect() : -1);
		}
	}

	private void split(List<Changes> steps, int suspect) {
		if (suspect < 0) {
			int half = steps.size() / 2;
			work(steps.subList(0, half));
			work(steps.subList(half, steps.size()));
			return;
		}
		this.suspicions--;
		work(steps.subList(0, suspect));
		work(steps.subList(suspect, suspect + 1));
		work(steps.subList(suspect + 1, steps.size()));
	}

	/**
	 * Keep the order where it matters: among what is connected, and before anything
	 * pending may be released.
	 * @param steps the changes in their order
	 */
	private void workBesidePending(List<Changes> steps) {
		List<Changes> free = new ArrayList<>();
		Reach freely = new Reach();
		for (Changes step : steps) {
			Reach reach = this.draft.evaluation().reach(step);
			Set<Pending> joined = this.draft.connected(reach);
			if (!joined.isEmpty() && (this.patient || freely.isConnected(reach))) {
				attempt(List.copyOf(free));
				free.clear();
				freely = new Reach();
				reach = this.draft.evaluation().reach(step);
				joined = this.draft.connected(reach);
			}
			if (joined.isEmpty()) {
				free.add(step);
				freely.add(reach);
			}
			else if (isTriedAtOnce(step, reach, joined)) {
				attempt(List.of(step));
			}
			else {
				this.draft.postpone(step, reach, joined);
			}
		}
		attempt(free);
	}

	private boolean isTriedAtOnce(Changes step, Reach reach, Set<Pending> joined) {
		return this.patient && !(this.hurried && this.draft.isStanding(step, reach, joined));
	}

}
