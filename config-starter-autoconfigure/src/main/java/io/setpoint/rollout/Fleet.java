package io.setpoint.rollout;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The instances of a configuration at one moment.
 *
 * @param members the live ones
 * @param goodbyes the ids of those that have left cleanly of late
 * @param settled whether those that are missing had the time to come back; before that
 * nobody counts as vanished
 * @since 0.1.0
 */
public record Fleet(List<FleetMember> members, Set<String> goodbyes, boolean settled) {

	public Fleet {
		members = List.copyOf(members);
		goodbyes = Set.copyOf(goodbyes);
	}

	List<Identity> live() {
		return this.members.stream().map(FleetMember::identity).toList();
	}

	Map<String, FleetMember> byId() {
		return this.members.stream()
			.collect(Collectors.toMap(FleetMember::instance, Function.identity(), (former, latter) -> latter));
	}

}
