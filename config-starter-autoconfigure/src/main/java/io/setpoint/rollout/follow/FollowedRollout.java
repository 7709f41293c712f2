package io.setpoint.rollout.follow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.setpoint.acceptance.Proposal;
import io.setpoint.instance.Identity;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.imports.ImportedRollout;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The machine that follows one configuration; the package's documentation has its
 * diagram. Used by the loop only.
 */
final class FollowedRollout {

	private static final String DELETED = "it was deleted: put it back, or release a version; the last good one stays,"
			+ " a candidate goes";

	private final ImportedRollout imported;

	private final Identity identity;

	private final VersionReads versions;

	private final ShownLocation location;

	private final RequestCandidate candidate;

	private final Consumer<RolloutState> announcement;

	private Goal followed = Goal.NONE;

	private FollowedState state = new SettledState(this, Goal.NONE);

	FollowedRollout(ImportedRollout imported, Identity identity, ShownLocation location, VersionReads versions,
			Consumer<RolloutState> announcement) {
		this.imported = imported;
		this.identity = identity;
		this.location = location;
		this.versions = versions;
		this.announcement = announcement;
		this.candidate = new RequestCandidate(identity, location, versions);
	}

	String configuration() {
		return this.imported.configuration();
	}

	String stateKey() {
		return this.imported.stateKey();
	}

	String prefix() {
		return this.imported.prefix();
	}

	VersionReads versions() {
		return this.versions;
	}

	ShownLocation location() {
		return this.location;
	}

	/**
	 * Begin with what was imported. A version of which only some subjects have the
	 * candidate is settled when it is asked for.
	 */
	void start() {
		if (this.imported.state().isEmpty()) {
			if (this.imported.revision() > 0 && this.location.version() != null) {
				enter(new RefusedState(this, Goal.NONE.at(this.imported.revision()), DELETED));
			}
			return;
		}
		KeyValue stored = this.imported.state().get(0);
		KeyValue version = this.imported.version();
		if (version != null) {
			this.versions.add(version.key().substring(prefix().length()), version);
		}
		this.location.startWith(version);
		pursue(new Goal(RolloutFormat.read(stored.value(), RolloutState.class), stored.modRevision()));
		this.state = new SettledState(this, this.followed);
	}

	/**
	 * Put changes of the state into terms of the content.
	 * @param changes the changes of the state's key
	 * @return the changes of the content, {@code null} if a version is being fetched
	 */
	@Nullable List<Change> contents(List<Change> changes) {
		Change last = changes.get(changes.size() - 1);
		long revision = last.revision();
		if (revision != this.state.goal().revision()) {
			this.versions.renew();
		}
		if (!(last instanceof Change.Put put)) {
			return contentsWithoutState(revision);
		}
		try {
			Goal goal = new Goal(RolloutFormat.read(put.entry().value(), RolloutState.class), revision);
			return contents(goal, new SettledState(this, goal));
		}
		catch (InvalidRolloutStateException ex) {
			return refuse(this.state.goal().at(revision),
					ex.getMessage() + "; the last good state stays: repair it or delete it");
		}
	}

	/**
	 * Go on without a state. Whoever could end the rollout cannot any more, so it has
	 * ended for this instance.
	 * @param revision the revision that deleted the state
	 * @return the changes of the content, {@code null} if a version is being fetched
	 */
	private @Nullable List<Change> contentsWithoutState(long revision) {
		RolloutState before = this.followed.state();
		if (!before.phase().isActive()) {
			return refuse(this.state.goal().at(revision), DELETED);
		}
		Goal ended = new Goal(
				Transition.of(before, new Command.Abort(), this.identity.id(), Instant.now(), DELETED).state(),
				revision);
		return contents(ended, new RefusedState(this, ended, DELETED));
	}

	/**
	 * Turn to a goal.
	 * @param goal the goal
	 * @param reached the state in which the instance is there
	 * @return the changes of the content, {@code null} if a version is being fetched
	 */
	private @Nullable List<Change> contents(Goal goal, FollowedState reached) {
		String id = goal.state().versionFor(this.identity);
		if (id == null || this.versions.entry(id) != null) {
			List<Change> contents = show(goal);
			enter(reached);
			return contents;
		}
		this.versions.read(id);
		String problem = this.versions.problem(id);
		if (problem == null) {
			enter(new FetchingState(this, goal));
			return null;
		}
		enter(new LackingState(this, goal, id, "the state of '" + this.imported.configuration()
				+ "' asks for a version that cannot be used, so the last good one stays: " + problem, reached));
		return List.of();
	}

	private List<Change> refuse(Goal goal, String problem) {
		enter(new RefusedState(this, goal, problem));
		return List.of();
	}

	/**
	 * Have what a goal asks for shown, whose version is there.
	 * @param goal the goal
	 * @return the changes of the content
	 */
	List<Change> show(Goal goal) {
		pursue(goal);
		String id = goal.state().versionFor(this.identity);
		return this.location.replaceBy((id != null) ? this.versions.entry(id) : null, goal.revision());
	}

	private void pursue(Goal goal) {
		this.announcement.accept(goal.state());
		this.followed = goal;
		prefetch(goal.state());
	}

	/**
	 * Read what a later stage will want, so that it needs no more than the state.
	 * @param state the state
	 */
	private void prefetch(RolloutState state) {
		String candidate = state.phase().isActive() ? state.candidate() : null;
		Stream.of(candidate, state.stable()).filter(Objects::nonNull).distinct().forEach(this.versions::read);
	}

	/**
	 * Return what an earlier state has asked for in vain and can be had now.
	 * @return the goal and the changes of the content, {@code null} if there is nothing
	 */
	@Nullable Proposal overdue() {
		List<Change> contents = this.state.overdue();
		return (!contents.isEmpty())
				? new Proposal(this.state.goal().revision(), Proposal.Kind.REREAD, Map.of(prefix(), contents)) : null;
	}

	/**
	 * All that need not wait was proposed: show the candidate to those requests that have
	 * it, after the content is as it should be.
	 */
	void workedOff() {
		this.state.workedOff();
		if (!this.state.isFetching()) {
			this.candidate.follow(this.followed);
		}
	}

	void enter(FollowedState next) {
		this.state = next;
		next.enter();
	}

	/**
	 * Say where the instance is, after all that need not wait was proposed and varied.
	 * @return how far the configuration was followed
	 */
	Following following() {
		Goal goal = this.state.goal();
		boolean fetching = this.state.isFetching();
		String reason = fetching ? null : reason();
		boolean pending = fetching || this.candidate.isAwaited(this.followed);
		Verdict verdict = (reason != null) ? Verdict.REFUSED : pending ? Verdict.PENDING : Verdict.ACCEPTED;
		return new Following(this.imported.configuration(), goal.state(), goal.revision(), this.location.version(),
				this.candidate.version(), verdict, reason);
	}

	private @Nullable String reason() {
		return Stream.of(this.state.problem(), this.location.problem(), this.candidate.problem())
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

}
