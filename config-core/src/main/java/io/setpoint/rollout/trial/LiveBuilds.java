package io.setpoint.rollout.trial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.setpoint.rollout.Bench;
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
 * The builds in a fleet that have to do with something that is tried. Instances of one
 * build that run with other profiles, or import other locations, do not answer for each
 * other.
 *
 * @param seats who is asked, in the order of the builds
 * @param unknown the instances that do not say of which build they are
 */
record LiveBuilds(List<Seat> seats, List<String> unknown) {

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
		return (trial.changes() != null) ? new LiveBuilds(builds.seats(), List.of()) : builds;
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
		Map<Bench, Integer> counts = new LinkedHashMap<>();
		List<String> unknown = new ArrayList<>();
		for (KeyValue entry : entries) {
			FleetMember member = member(entry);
			Bench bench = (member != null) ? bench(member) : null;
			if (member == null || bench == null) {
				unknown.add(OneLine.of(entry.key().substring(fleet.length())));
			}
			else if (concerned.test(member)) {
				counts.merge(bench, 1, Integer::sum);
			}
		}
		return new LiveBuilds(seats(counts), unknown);
	}

	private static @Nullable Bench bench(FleetMember member) {
		String build = member.build();
		return (build != null && Summons.isBuild(build)) ? new Bench(build, member.profiles(), member.locations())
				: null;
	}

	private static List<Seat> seats(Map<Bench, Integer> counts) {
		return counts.entrySet()
			.stream()
			.map((entry) -> new Seat(entry.getKey(), entry.getValue(), entry.getKey().among(counts.keySet())))
			.sorted(Comparator.comparing(Seat::name))
			.toList();
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
	 * Return the benches that are asked.
	 * @return the benches
	 */
	List<Bench> benches() {
		return this.seats.stream().map(Seat::bench).toList();
	}

	/**
	 * Return the seat of a bench.
	 * @param bench the bench
	 * @return its seat, as that of one instance if it is not known here
	 */
	Seat seatOf(Bench bench) {
		return this.seats.stream()
			.filter((seat) -> seat.bench().equals(bench))
			.findFirst()
			.orElseGet(() -> new Seat(bench, 1, bench.among(benches())));
	}

	LiveBuilds without(Collection<Bench> benches) {
		return new LiveBuilds(this.seats.stream().filter((seat) -> !benches.contains(seat.bench())).toList(),
				this.unknown);
	}

}
