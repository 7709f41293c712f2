package io.setpoint.acceptance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.setpoint.binding.BoundType;
import io.setpoint.document.LocationContent;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The groups that wait while a {@link Draft} is worked on.
 */
final class Waiting {

	private final List<Pending> groups;

	/**
	 * Begin with what waited before.
	 * @param groups the groups
	 */
	Waiting(Collection<Pending> groups) {
		this.groups = new ArrayList<>(groups);
	}

	boolean isEmpty() {
		return this.groups.isEmpty();
	}

	boolean contains(Pending group) {
		return this.groups.contains(group);
	}

	List<Pending> groups() {
		return List.copyOf(this.groups);
	}

	/**
	 * Return the groups that changes are connected with, directly or by others.
	 * @param reach what the changes have to do with
	 * @return the groups
	 */
	Set<Pending> connected(Reach reach) {
		Set<Pending> connected = new LinkedHashSet<>();
		Deque<Reach> open = new ArrayDeque<>(List.of(reach));
		while (!open.isEmpty() && connected.size() < this.groups.size()) {
			Reach next = open.remove();
			for (Pending group : this.groups) {
				if (!connected.contains(group) && group.isConnected(next)) {
					connected.add(group);
					open.add(group.reach());
				}
			}
		}
		return connected;
	}

	/**
	 * Make one group of some, or a new one of none.
	 * @param joined the groups
	 * @return a group that can grow
	 */
	Pending grow(Set<Pending> joined) {
		Pending grown = null;
		for (Pending group : joined) {
			this.groups.remove(group);
			if (grown == null) {
				grown = group.growing();
			}
			else {
				grown.join(group);
			}
		}
		grown = (grown != null) ? grown : new Pending();
		this.groups.add(grown);
		return grown;
	}

	void remove(Set<Pending> released) {
		this.groups.removeAll(released);
	}

	/**
	 * What waits may have waited for what was just accepted.
	 * @param reach what that has to do with
	 */
	void reopen(Reach reach) {
		growing((group) -> group.isJudged() && group.isConnected(reach)).forEach(Pending::reopen);
	}

	/**
	 * Whoever reads what waits, waits with it.
	 * @param type a type
	 * @param references what it has come to refer to
	 */
	void addReader(BoundType type, Set<ConfigurationPropertyName> references) {
		growing((group) -> group.isNewTo(type, references)).forEach((group) -> group.reach().add(type));
	}

	/**
	 * Whoever reads what waits, waits with it.
	 * @param index which types read what by now
	 */
	void addReaders(TypeIndex index) {
		growing((group) -> true).forEach((group) -> index.readersOf(group.reach().names()).forEach(group.reach()::add));
	}

	private List<Pending> growing(Predicate<Pending> which) {
		return groups().stream().filter(which).map((group) -> grow(Set.of(group))).toList();
	}

	/**
	 * Return the groups that have grown since they were tried, and those that have more
	 * room now.
	 * @param contents the accepted contents
	 * @return the groups
	 */
	List<Pending> open(Map<String, LocationContent> contents) {
		return this.groups.stream().filter((group) -> !group.isJudged() || group.hasMoreRoomIn(contents)).toList();
	}

}
