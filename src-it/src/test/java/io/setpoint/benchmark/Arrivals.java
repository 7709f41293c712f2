package io.setpoint.benchmark;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Phase;

/**
 * Notes when the last of many instances runs a version, and when the first one has heard
 * that the rollout of it is over.
 */
final class Arrivals {

	private final int count;

	private final Set<String> arrived = ConcurrentHashMap.newKeySet();

	private volatile String version = "";

	private volatile CompletableFuture<Long> last = new CompletableFuture<>();

	private volatile CompletableFuture<Long> completed = new CompletableFuture<>();

	Arrivals(int count) {
		this.count = count;
	}

	/**
	 * Note from now on who runs a version.
	 * @param version the version
	 */
	void expect(String version) {
		this.arrived.clear();
		this.last = new CompletableFuture<>();
		this.completed = new CompletableFuture<>();
		this.version = version;
	}

	void followed(String instance, Following following) {
		if (!this.version.equals(following.version()) || following.verdict() != Verdict.ACCEPTED) {
			return;
		}
		arrived(instance);
		if (following.state().phase() == Phase.COMPLETED) {
			this.completed.complete(System.nanoTime());
		}
	}

	/**
	 * Note that an instance has got there.
	 * @param instance the instance
	 */
	void arrived(String instance) {
		if (this.arrived.add(instance) && this.arrived.size() == this.count) {
			this.last.complete(System.nanoTime());
		}
	}

	long awaitLast() {
		return this.last.join();
	}

	long awaitCompleted() {
		return this.completed.join();
	}

}
