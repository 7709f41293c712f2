package io.setpoint.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the live builds of an application would do with something that is tried. Never
 * carries values.
 *
 * @param builds the verdict of each build, in the order of the builds
 * @param unknown the instances that do not say of which build they are
 * @param unheard the plain keys that are of no concern to anybody alive, so that no
 * classes have judged them
 * @since 0.1.0
 */
public record FleetVerdict(List<BuildVerdict> builds, List<String> unknown, List<String> unheard) {

	/**
	 * There is nobody who could say anything.
	 */
	public static final FleetVerdict NOBODY = new FleetVerdict(List.of(), List.of());

	public FleetVerdict {
		builds = List.copyOf(builds);
		unknown = List.copyOf(unknown);
		unheard = List.copyOf(unheard);
	}

	/**
	 * Create what is said of a document.
	 * @param builds the verdict of each build, in the order of the builds
	 * @param unknown the instances that do not say of which build they are
	 */
	public FleetVerdict(List<BuildVerdict> builds, List<String> unknown) {
		this(builds, unknown, List.of());
	}

	/**
	 * Return whether nobody is alive who could judge.
	 * @return whether nobody was asked
	 */
	public boolean isUnjudged() {
		return this.builds.isEmpty() && this.unknown.isEmpty();
	}

	/**
	 * Return whether every live build would accept it.
	 * @return whether it was judged, and by none refused
	 */
	public boolean isAccepted() {
		return !isUnjudged() && problems().isEmpty();
	}

	/**
	 * Return everything that keeps it from being accepted, with the builds that have it.
	 * @return the problems, a sentence each
	 */
	public List<String> problems() {
		List<String> problems = new ArrayList<>();
		this.builds.forEach((build) -> problems.addAll(build.sentences()));
		if (!this.unknown.isEmpty()) {
			problems.add("it is not known of which build " + Names.of(this.unknown)
					+ " are, so they could not be asked: they run an older Setpoint");
		}
		return problems;
	}

	/**
	 * Return which properties are in vain as far as anybody alive knows: a name that one
	 * build does not read may be for another.
	 * @return the names that no type of any build reads
	 */
	public List<String> unread() {
		List<BuildVerdict> judging = this.builds.stream().filter(BuildVerdict::isJudged).toList();
		return judging.isEmpty() ? List.of()
				: judging.get(0)
					.unread()
					.stream()
					.filter((name) -> judging.stream().allMatch((build) -> build.unread().contains(name)))
					.toList();
	}

	/**
	 * Return both verdicts as one.
	 * @param other the verdict of other builds
	 * @return the verdict of all
	 */
	public FleetVerdict and(FleetVerdict other) {
		return new FleetVerdict(joined(this.builds, other.builds), joined(this.unknown, other.unknown),
				joined(this.unheard, other.unheard));
	}

	/**
	 * Return this verdict with the keys that nobody alive imports.
	 * @param unheard the whole keys
	 * @return the verdict
	 */
	public FleetVerdict withUnheard(Collection<String> unheard) {
		return new FleetVerdict(this.builds, this.unknown, List.copyOf(unheard));
	}

	private static <T> List<T> joined(Collection<T> some, Collection<T> others) {
		List<T> joined = new ArrayList<>(some);
		joined.addAll(others);
		return joined;
	}

}
