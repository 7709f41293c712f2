package io.setpoint.refresh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What is in etcd and waits for a repair, in groups that are accepted together. Changed
 * by the pipeline only, read by everybody.
 */
final class PendingGroups {

	private volatile List<Pending> groups = List.of();

	boolean isEmpty() {
		return this.groups.isEmpty();
	}

	List<Pending> all() {
		return this.groups;
	}

	void add(Pending group) {
		List<Pending> groups = new ArrayList<>(this.groups);
		groups.add(group);
		this.groups = List.copyOf(groups);
	}

	void remove(Collection<Pending> released) {
		List<Pending> groups = new ArrayList<>(this.groups);
		groups.removeAll(released);
		this.groups = List.copyOf(groups);
	}

	/**
	 * Add the groups that a candidate is connected with to those that it has joined.
	 * @param candidate the candidate
	 * @param joined the groups that it has joined
	 * @return whether there were any more
	 */
	boolean join(Candidate candidate, Set<Pending> joined) {
		boolean any = false;
		for (Pending group : this.groups) {
			any |= group.isConnected(candidate) && joined.add(group);
		}
		return any;
	}

	List<Refusal> refusals() {
		return this.groups.stream().flatMap((group) -> group.refusals().stream()).toList();
	}

}
