package io.setpoint.test;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The place of a server in its cluster.
 *
 * @param name the name
 * @param clientPort the port for clients
 * @param peerPort the port for peers
 * @param advertisedPeerPort the port under which the peers reach it
 */
record Member(String name, int clientPort, int peerPort, int advertisedPeerPort) {

	String peerUrl() {
		return "http://127.0.0.1:" + this.peerPort;
	}

	String advertisedPeerUrl() {
		return "http://127.0.0.1:" + this.advertisedPeerPort;
	}

	static String initialCluster(List<Member> members) {
		return members.stream()
			.map((member) -> member.name() + "=" + member.advertisedPeerUrl())
			.collect(Collectors.joining(","));
	}

}
