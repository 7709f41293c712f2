package io.setpoint.store;

/**
 * Where and when an answer of etcd comes from.
 *
 * @param clusterId the id of the cluster
 * @param memberId the id of the member that answered
 * @param revision the revision of the store when it answered
 * @param raftTerm the raft term of the member
 * @since 0.1.0
 */
public record Header(long clusterId, long memberId, long revision, long raftTerm) {
}
