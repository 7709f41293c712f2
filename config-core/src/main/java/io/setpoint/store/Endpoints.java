package io.setpoint.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Which of the endpoints are used: those of the cluster that is followed, and of its
 * members those that serve requests. As long as that cluster answers anywhere, or its
 * endpoints are merely silent, what another one says is not taken for it. When one of its
 * endpoints answers for another cluster, and none for it, the store was exchanged.
 */
final class Endpoints {

	private static final Log logger = LogFactory.getLog(Endpoints.class);

	private long followed;

	private Map<String, Member> leftOut = Map.of();

	private final Map<String, Long> known = new HashMap<>();

	private boolean watched;

	private boolean said;

	/**
	 * Follow a cluster that was read earlier.
	 * @param clusterId its id, 0 if none was
	 */
	synchronized void follow(long clusterId) {
		if (clusterId != 0) {
			this.followed = clusterId;
		}
	}

	/**
	 * A watch is opened, so that the log is: what was said while an application prepared
	 * its start is said again.
	 */
	synchronized void watch() {
		this.watched = true;
	}

	/**
	 * Return whether an answer is of the cluster that is followed. The first one that
	 * answers is.
	 * @param clusterId the id of the cluster that has answered
	 * @return whether to take the answer
	 */
	synchronized boolean isFollowed(long clusterId) {
		if (this.followed == 0) {
			this.followed = clusterId;
		}
		return this.followed == clusterId;
	}

	/**
	 * Return which endpoints to use.
	 * @param configured all endpoints
	 * @return those that are not left out, or all if nothing would be left
	 */
	synchronized List<String> used(List<String> configured) {
		List<String> used = configured.stream().filter((endpoint) -> !this.leftOut.containsKey(endpoint)).toList();
		return used.isEmpty() ? configured : used;
	}

	/**
	 * Return whether an endpoint is left out that may serve requests some day.
	 * @return whether one of them is a learner of the cluster that is followed
	 */
	synchronized boolean isLearnerLeftOut() {
		return this.leftOut.values()
			.stream()
			.anyMatch((member) -> member.isLearner() && member.clusterId() == this.followed);
	}

	/**
	 * Learn what the endpoints say of themselves.
	 * @param members what is behind each endpoint that has answered
	 * @param answered the cluster whose answer is in question, 0 for none
	 * @return whether other endpoints are to be used from now on
	 */
	synchronized boolean learn(Map<String, Member> members, long answered) {
		if (this.followed == 0) {
			follow(onlyCluster(members));
		}
		boolean there = members.values().stream().anyMatch((member) -> member.clusterId() == this.followed);
		if (!there && answered == 0) {
			return false;
		}
		if (!there && !isExpectedBack(members)) {
			this.followed = answered;
		}
		members.forEach((endpoint, member) -> this.known.put(endpoint, member.clusterId()));
		Map<String, Member> next = new LinkedHashMap<>(this.leftOut);
		next.putAll(members);
		next.values().removeIf((member) -> member.clusterId() == this.followed && !member.isLearner());
		return leaveOut(next, members);
	}

	/**
	 * Where nobody has answered yet, there is no doubt whom to follow if all belong
	 * together.
	 * @param members what is behind each endpoint that has answered
	 * @return the cluster of all of them, 0 if there is no such
	 */
	private static long onlyCluster(Map<String, Member> members) {
		Set<Long> clusters = members.values().stream().map(Member::clusterId).collect(Collectors.toSet());
		return (clusters.size() == 1) ? clusters.iterator().next() : 0;
	}

	/**
	 * Return whether the followed cluster is merely away: an endpoint of it is silent,
	 * and none has answered for another one.
	 * @param members what is behind each endpoint that has answered
	 * @return whether to wait for it
	 */
	private boolean isExpectedBack(Map<String, Member> members) {
		List<String> own = this.known.keySet()
			.stream()
			.filter((endpoint) -> Long.valueOf(this.followed).equals(this.known.get(endpoint)))
			.toList();
		return !own.isEmpty() && own.stream().noneMatch(members::containsKey);
	}

	private boolean leaveOut(Map<String, Member> next, Map<String, Member> members) {
		Map<String, Member> before = this.leftOut;
		this.leftOut = Map.copyOf(next);
		Map<String, Member> fresh = new LinkedHashMap<>(next);
		if (this.watched == this.said) {
			fresh.keySet().removeAll(before.keySet());
		}
		this.said = this.watched;
		if (fresh.values().stream().anyMatch((member) -> member.clusterId() != this.followed)) {
			logger.warn("Two clusters are among the endpoints: " + describe(members) + ". Cluster "
					+ Long.toHexString(this.followed)
					+ " is followed and nothing is read of the other; correct 'setpoint.etcd.endpoints'");
		}
		else if (!fresh.isEmpty()) {
			logger.info("Left out until they serve requests: " + String.join(", ", fresh.keySet()) + " (learners)");
		}
		return !before.keySet().equals(next.keySet());
	}

	private static String describe(Map<String, Member> members) {
		return members.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + " belongs to " + Long.toHexString(entry.getValue().clusterId()))
			.collect(Collectors.joining(", "));
	}

	/**
	 * The failure of a call that another cluster has answered.
	 * @param clusterId the cluster that has answered
	 * @return the failure
	 */
	synchronized OtherClusterException foreign(long clusterId) {
		return new OtherClusterException(
				"Two clusters are among the endpoints: " + Long.toHexString(clusterId) + " has answered, "
						+ Long.toHexString(this.followed) + " is followed; correct 'setpoint.etcd.endpoints'",
				clusterId);
	}

	/**
	 * What is behind an endpoint.
	 *
	 * @param clusterId the cluster that it belongs to
	 * @param isLearner whether it serves no requests yet
	 */
	record Member(long clusterId, boolean isLearner) {
	}

}
