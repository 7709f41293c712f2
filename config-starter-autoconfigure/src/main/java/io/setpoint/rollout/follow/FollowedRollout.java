package io.setpoint.rollout.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.Refusal;
import io.setpoint.acceptance.Variation;
import io.setpoint.acceptance.Variations;
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
 * One configuration as an instance follows it. Used by the loop only.
 */
final class FollowedRollout {

	private static final String DELETED = "it was deleted: put it back, or release a version; the last good one stays,"
			+ " a candidate goes";

	private final ImportedRollout imported;

	private final Identity identity;

	private final AcceptancePipeline pipeline;

	private final Variations variations;

	private final VersionReads versions;

	private final Consumer<RolloutState> announcement;

	private RolloutState state = RolloutState.INITIAL;

	private long revision;

	private RolloutState latest = RolloutState.INITIAL;

	private @Nullable KeyValue target;

	private @Nullable String problem;

	private boolean waiting;

	private @Nullable Variation variation;

	private @Nullable String candidateProblem;

	private @Nullable KeyValue unsettled;

	FollowedRollout(ImportedRollout imported, Identity identity, AcceptancePipeline pipeline, Variations variations,
			VersionReads versions, Consumer<RolloutState> announcement) {
		this.announcement = announcement;
		this.imported = imported;
		this.identity = identity;
		this.pipeline = pipeline;
		this.variations = variations;
		this.versions = versions;
	}

	String stateKey() {
		return this.imported.stateKey();
	}

	String prefix() {
		return this.imported.prefix();
	}

	/**
	 * Begin with what was imported. A version of which only some subjects have the
	 * candidate is settled when it is asked for.
	 */
	void start() {
		if (this.imported.state().isEmpty()) {
			if (this.imported.revision() > 0 && shown() != null) {
				unusable(this.imported.revision(), DELETED);
			}
			return;
		}
		KeyValue stored = this.imported.state().get(0);
		this.state = RolloutFormat.read(stored.value(), RolloutState.class);
		this.latest = this.state;
		this.announcement.accept(this.state);
		this.revision = stored.modRevision();
		this.target = this.imported.version();
		KeyValue version = this.target;
		if (version != null) {
			this.versions.add(version.key().substring(prefix().length()), version);
		}
		prefetch();
	}

	/**
	 * Put changes of the state into terms of the content.
	 * @param changes the changes of the state's key
	 * @return the changes of the content, {@code null} if a version is being fetched
	 */
	@Nullable List<Change> contents(List<Change> changes) {
		Change last = changes.get(changes.size() - 1);
		if (last.revision() != this.revision) {
			this.versions.renew();
		}
		this.waiting = false;
		if (!(last instanceof Change.Put put)) {
			return contentsWithoutState(last.revision());
		}
		try {
			RolloutState next = RolloutFormat.read(put.entry().value(), RolloutState.class);
			return contents(put, next);
		}
		catch (InvalidRolloutStateException ex) {
			unusable(last.revision(), ex.getMessage() + "; the last good state stays: repair it or delete it");
			return List.of();
		}
	}

	/**
	 * Go on without a state. Whoever could end the rollout cannot any more, so it has
	 * ended for this instance.
	 * @param revision the revision that deleted the state
	 * @return the changes of the content, {@code null} if a version is being fetched
	 */
	private @Nullable List<Change> contentsWithoutState(long revision) {
		List<Change> contents = List.of();
		this.problem = null;
		if (this.state.phase().isActive()) {
			RolloutState ended = Transition
				.of(this.state, new Command.Abort(), this.identity.id(), Instant.now(), DELETED)
				.state();
			contents = contents(
					new Change.Put(new KeyValue(stateKey(), RolloutFormat.write(ended), revision, revision)), ended);
		}
		if (contents != null && this.problem == null) {
			unusable(revision, DELETED);
		}
		return contents;
	}

	private @Nullable List<Change> contents(Change.Put put, RolloutState next) {
		this.latest = next;
		String id = next.versionFor(this.identity);
		KeyValue wanted = (id != null) ? this.versions.entry(id) : null;
		if (id != null && wanted == null) {
			return fetch(put, id);
		}
		this.unsettled = null;
		this.problem = null;
		this.pipeline.usable(stateKey());
		this.announcement.accept(next);
		this.state = next;
		this.revision = put.revision();
		prefetch();
		return show(wanted);
	}

	private @Nullable List<Change> fetch(Change.Put put, String id) {
		this.versions.read(id);
		String problem = this.versions.problem(id);
		if (problem == null) {
			this.waiting = true;
			this.unsettled = null;
			this.revision = put.revision();
			return null;
		}
		unusable(put.revision(), "the state of '" + this.imported.configuration() + "' asks for a version that cannot"
				+ " be used, so the last good one stays: " + problem);
		this.unsettled = put.entry();
		return List.of();
	}

	private void unusable(long revision, String problem) {
		this.problem = problem;
		this.revision = revision;
		this.unsettled = null;
		this.pipeline.unusable(
				new Refusal(prefix(), stateKey(), revision, stateKey() + ": " + problem, Set.of(), Instant.now()));
	}

	/**
	 * Return a state whose version was not there and may be there now.
	 * @return the state's entry, {@code null} if there is none
	 */
	@Nullable KeyValue unsettled() {
		KeyValue entry = this.unsettled;
		if (entry == null) {
			return null;
		}
		RolloutState next = RolloutFormat.read(entry.value(), RolloutState.class);
		String id = Objects.requireNonNull(next.versionFor(this.identity));
		this.versions.read(id);
		return (this.versions.entry(id) != null) ? entry : null;
	}

	/**
	 * Read what a later stage will want, so that it needs no more than the state.
	 */
	private void prefetch() {
		Set<String> wanted = new HashSet<>();
		if (this.state.candidate() != null && this.state.phase().isActive()) {
			wanted.add(this.state.candidate());
		}
		if (this.state.stable() != null) {
			wanted.add(this.state.stable());
		}
		wanted.forEach(this.versions::read);
	}

	/**
	 * Say completely what the content becomes, so that it does not matter what was
	 * accepted or refused before.
	 * @param wanted the version's entry, {@code null} if the instance has none
	 * @return the changes
	 */
	private List<Change> show(@Nullable KeyValue wanted) {
		Set<String> others = new LinkedHashSet<>();
		this.pipeline.content(prefix()).entries().forEach((old) -> others.add(old.key()));
		if (this.target != null) {
			others.add(this.target.key());
		}
		this.pipeline.refusals()
			.stream()
			.filter((refusal) -> refusal.prefix().equals(prefix()) && refusal.key().startsWith(prefix()))
			.forEach((refusal) -> others.add(refusal.key()));
		List<Change> changes = new ArrayList<>();
		if (wanted != null) {
			others.remove(wanted.key());
			changes.add(new Change.Put(wanted));
		}
		others.forEach((key) -> changes.add(new Change.Delete(key, this.revision)));
		this.target = wanted;
		return changes;
	}

	/**
	 * Show the candidate to those requests that have it, after the content is as it
	 * should be.
	 */
	void vary() {
		if (this.waiting) {
			return;
		}
		String candidate = isForSomeRequests() ? this.state.candidate() : null;
		KeyValue entry = (candidate != null) ? this.versions.entry(candidate) : null;
		Variation wanted = (candidate != null && entry != null) ? new Variation(candidate, entry, this.revision,
				new RequestCohort(Objects.requireNonNull(this.state.salt()), this.state.requestRules())) : null;
		if (!Objects.equals(wanted, this.variation)) {
			this.variations.vary(prefix(), wanted);
			this.variation = wanted;
		}
		this.candidateProblem = null;
		if (candidate != null && entry == null) {
			this.versions.read(candidate);
			this.candidateProblem = this.versions.problem(candidate);
		}
	}

	private boolean isForSomeRequests() {
		return !this.state.requestRules().isEmpty() && !this.state.isCandidateFor(this.identity);
	}

	/**
	 * Say where the instance is, after all that need not wait was proposed and varied.
	 * @return how far the configuration was followed
	 */
	Following following() {
		String reason = this.waiting ? null : reason();
		String candidate = (this.variation != null && this.pipeline.isVaried(prefix())) ? this.variation.version()
				: null;
		Verdict verdict = (reason != null) ? Verdict.REFUSED : isPending() ? Verdict.PENDING : Verdict.ACCEPTED;
		return new Following(this.imported.configuration(), this.latest, this.revision, shown(), candidate, verdict,
				reason);
	}

	private @Nullable String shown() {
		return this.pipeline.content(prefix()).version();
	}

	private boolean isPending() {
		return this.waiting || (isForSomeRequests() && this.variation == null);
	}

	/**
	 * Ask whether a refusal keeps the content from being what it should be: the version,
	 * or no version at all.
	 * @param refusal the refusal
	 * @return whether it does
	 */
	private boolean isOfTarget(Refusal refusal) {
		KeyValue target = this.target;
		return (target != null) ? refusal.key().equals(target.key())
				: refusal.prefix().equals(prefix()) && refusal.key().startsWith(prefix());
	}

	private @Nullable String reason() {
		if (this.problem != null) {
			return this.problem;
		}
		for (Refusal refusal : this.pipeline.refusals()) {
			if (isOfTarget(refusal)) {
				return refusal.reason();
			}
		}
		List<String> problems = this.pipeline.variationProblems(prefix());
		return problems.isEmpty() ? this.candidateProblem : String.join("; ", problems);
	}

}
