package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.StreamObserver;
import io.setpoint.store.Change;

/**
 * Watches all keys and keeps what each revision has changed, when, and whether somebody
 * has written it.
 */
final class Chronicle implements StreamObserver<WatchResponse> {

	private final Map<Long, Written> history = new HashMap<>();

	private final VirtualTime time;

	private final Runnable written;

	private long revision = 1;

	private boolean expiring;

	/**
	 * Create a chronicle.
	 * @param time the true time
	 * @param written called when something is not as it was
	 */
	Chronicle(VirtualTime time, Runnable written) {
		this.time = time;
		this.written = written;
	}

	long revision() {
		return this.revision;
	}

	/**
	 * Return what a revision has changed.
	 * @param at the revision
	 * @return its changes
	 */
	List<Change> changes(long at) {
		return this.history.getOrDefault(at, Written.NOTHING).changes();
	}

	/**
	 * Return when a revision was written.
	 * @param at the revision
	 * @return the true time
	 */
	Duration time(long at) {
		return Duration.ofNanos(this.history.getOrDefault(at, Written.NOTHING).nanos());
	}

	/**
	 * Return whether a revision is the end of a lease.
	 * @param at the revision
	 * @return whether nobody has written it
	 */
	boolean isExpiry(long at) {
		return this.history.getOrDefault(at, Written.NOTHING).expiry();
	}

	/**
	 * Let leases end.
	 * @param end ends them
	 */
	void expiring(Runnable end) {
		this.expiring = true;
		end.run();
		this.expiring = false;
	}

	/**
	 * Forget what came after a revision.
	 * @param at the revision
	 */
	void rewind(long at) {
		this.revision = at;
		this.history.keySet().removeIf((later) -> later > at);
		this.written.run();
	}

	@Override
	public void onNext(WatchResponse answer) {
		this.revision = answer.getHeader().getRevision();
		EtcdMessages.byRevision(answer.getEventsList())
			.forEach((at, events) -> this.history.put(at,
					new Written(EtcdMessages.changes(events), this.time.nanos(), this.expiring)));
		this.written.run();
	}

	@Override
	public void onError(Throwable failure) {
	}

	@Override
	public void onCompleted() {
	}

	/**
	 * A revision.
	 *
	 * @param changes what it has changed
	 * @param nanos when
	 * @param expiry whether it is the end of a lease
	 */
	private record Written(List<Change> changes, long nanos, boolean expiry) {

		static final Written NOTHING = new Written(List.of(), 0, false);

	}

}
