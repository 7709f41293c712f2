package io.setpoint.rollout.trial;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.Trial;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The builds in a fleet that have to do with something that is tried.
 *
 * @param counts how many instances each build has
 * @param unknown the instances that do not say of which build they are
 */
record LiveBuilds(Map<String, Integer> counts, List<String> unknown) {

	/**
	 * Find them among the entries of a fleet. Of whoever does not say its build it is not
	 * known either whether plain keys are of any concern to it.
	 * @param fleet the prefix of the fleet
	 * @param entries the entries
	 * @param trial what is tried
	 * @return the builds
	 */
	static LiveBuilds of(String fleet, List<KeyValue> entries, Trial trial) {
		LiveBuilds builds = of(fleet, entries, (member) -> trial.concerns(member.locations()));
		return (trial.changes() != null) ? new LiveBuilds(builds.counts(), List.of()) : builds;
	}

	/**
	 * Find all of them among the entries of a fleet.
	 * @param fleet the prefix of the fleet
	 * @param entries the entries
	 * @return the builds
	 */
	static LiveBuilds of(String fleet, List<KeyValue> entries) {
		return of(fleet, entries, (member) -> true);
	}

	private static LiveBuilds of(String fleet, List<KeyValue> entries, Predicate<FleetMember> concerned) {
		Map<String, Integer> counts = new TreeMap<>();
		List<String> unknown = new ArrayList<>();
		for (KeyValue entry : entries) {
			FleetMember member = member(entry);
			String build = (member != null) ? member.build() : null;
			if (member == null || build == null || !Summons.isBuild(build)) {
				unknown.add(OneLine.of(entry.key().substring(fleet.length())));
			}
			else if (concerned.test(member)) {
				counts.merge(build, 1, Integer::sum);
			}
		}
		return new LiveBuilds(counts, unknown);
	}

	/**
	 * Find the keys that nobody imports who says of which build it is.
	 * @param entries the entries of all fleets
	 * @param trial what is tried
	 * @return the keys
	 */
	static List<String> unheard(List<KeyValue> entries, Trial trial) {
		Set<String> locations = new HashSet<>();
		entries.forEach((entry) -> {
			FleetMember member = member(entry);
			if (member != null && member.build() != null) {
				locations.addAll(member.locations());
			}
		});
		KeyChanges changes = trial.changes();
		return (changes != null)
				? changes.keys().stream().filter((key) -> locations.stream().noneMatch(key::startsWith)).toList()
				: List.of();
	}

	private static @Nullable FleetMember member(KeyValue entry) {
		try {
			return RolloutFormat.read(entry.value(), FleetMember.class);
		}
		catch (InvalidRolloutStateException ex) {
			return null;
		}
	}

	/**
	 * Return how many instances a build has.
	 * @param build the build
	 * @return how many, at least the one that asks
	 */
	int count(String build) {
		return this.counts.getOrDefault(build, 1);
	}

	boolean has(String build) {
		return this.counts.containsKey(build);
	}

	LiveBuilds without(Set<String> builds) {
		Map<String, Integer> counts = new TreeMap<>(this.counts);
		counts.keySet().removeAll(builds);
		return new LiveBuilds(counts, this.unknown);
	}

}
