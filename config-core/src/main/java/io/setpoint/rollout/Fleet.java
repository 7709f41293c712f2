package io.setpoint.rollout;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.setpoint.instance.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a configuration at one moment.
 *
 * @param members the live ones
 * @param goodbyes those that have left cleanly of late: their ids, followed by a slash
 * and the incarnation where they said it
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

	/**
	 * Return which processes they are.
	 * @return their incarnations by their ids, as far as they say so
	 */
	Map<String, String> incarnations() {
		return this.members.stream()
			.filter((member) -> member.incarnation() != null)
			.collect(Collectors.toMap(FleetMember::instance, (member) -> Objects.requireNonNull(member.incarnation()),
					(former, latter) -> latter));
	}

	/**
	 * Return whether an instance has left cleanly.
	 * @param instance its id
	 * @param incarnation which process is meant, {@code null} for any
	 * @return whether it said goodbye
	 */
	boolean hasLeft(String instance, @Nullable String incarnation) {
		if (this.goodbyes.contains(instance)) {
			return true;
		}
		return (incarnation != null) ? this.goodbyes.contains(instance + "/" + incarnation)
				: this.goodbyes.stream().anyMatch((goodbye) -> goodbye.startsWith(instance + "/"));
	}

	/**
	 * Return those of a cohort that must not vanish, as far as they are there.
	 * @param cohort the cohort
	 * @return the instances, by id
	 */
	List<FleetMember> canary(Cohort cohort) {
		Map<String, FleetMember> live = byId();
		return cohort.expected().stream().sorted().map(live::get).filter(Objects::nonNull).toList();
	}

	Map<String, FleetMember> byId() {
		return this.members.stream()
			.collect(Collectors.toMap(FleetMember::instance, Function.identity(), (former, latter) -> latter));
	}

}
