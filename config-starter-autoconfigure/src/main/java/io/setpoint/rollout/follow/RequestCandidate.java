package io.setpoint.rollout.follow;

import java.util.List;
import java.util.Objects;

import io.setpoint.acceptance.Variation;
import io.setpoint.instance.Identity;
import io.setpoint.rollout.RolloutState;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The candidate that an instance has for some requests beside its own version. Used by
 * the loop only.
 */
final class RequestCandidate {

	private final Identity identity;

	private final ShownLocation location;

	private final VersionReads versions;

	private @Nullable Variation variation;

	private @Nullable String problem;

	RequestCandidate(Identity identity, ShownLocation location, VersionReads versions) {
		this.identity = identity;
		this.location = location;
		this.versions = versions;
	}

	/**
	 * Show what a goal asks for to the requests that it is for.
	 * @param goal the goal
	 */
	void follow(Goal goal) {
		String candidate = isWanted(goal) ? goal.state().candidate() : null;
		KeyValue entry = (candidate != null) ? this.versions.entry(candidate) : null;
		show((candidate != null && entry != null) ? variation(goal, candidate, entry) : null);
		this.problem = null;
		if (candidate != null && entry == null) {
			this.versions.read(candidate);
			this.problem = this.versions.problem(candidate);
		}
	}

	private boolean isWanted(Goal goal) {
		return !goal.state().requestRules().isEmpty() && !goal.state().isCandidateFor(this.identity);
	}

	private static Variation variation(Goal goal, String candidate, KeyValue entry) {
		RolloutState state = goal.state();
		return new Variation(candidate, entry, goal.revision(),
				new RequestCohort(Objects.requireNonNull(state.salt()), state.requestRules()));
	}

	private void show(@Nullable Variation variation) {
		if (!Objects.equals(variation, this.variation)) {
			this.location.vary(variation);
			this.variation = variation;
		}
	}

	/**
	 * Return whether the candidate is not there yet.
	 * @param goal the goal
	 * @return whether some requests are to have it and none can
	 */
	boolean isAwaited(Goal goal) {
		return isWanted(goal) && this.variation == null;
	}

	/**
	 * Return what some requests have.
	 * @return the id of the candidate, {@code null} if it is not shown to any
	 */
	@Nullable String version() {
		return (this.variation != null && this.location.isVaried()) ? this.variation.version() : null;
	}

	/**
	 * Return why not all requests have what they should.
	 * @return the problem, {@code null} if there is none
	 */
	@Nullable String problem() {
		List<String> problems = this.location.variationProblems();
		return problems.isEmpty() ? this.problem : String.join("; ", problems);
	}

}
