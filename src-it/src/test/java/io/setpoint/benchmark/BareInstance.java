package io.setpoint.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.watch.WatchResponse;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.RolloutFormat;

/**
 * The least that an instance of a fleet can do: a listener of jetcd on the state, and a
 * place in the fleet under a lease that is kept alive as often as ours, put once for each
 * change.
 */
final class BareInstance implements Watch.Listener {

	private static final Duration LEASE = Duration.ofSeconds(10);

	private final Client client;

	private final String id;

	private final Arrivals arrivals;

	private volatile long lease;

	/**
	 * Create an instance.
	 * @param id its id
	 * @param client its client, which others may share
	 * @param scheduler keeps its lease alive
	 * @param arrivals told when it has heard of a change
	 */
	BareInstance(String id, Client client, ScheduledExecutorService scheduler, Arrivals arrivals) {
		this.id = id;
		this.client = client;
		this.arrivals = arrivals;
		client.getLeaseClient().grant(LEASE.toSeconds()).thenAccept((answer) -> {
			this.lease = answer.getID();
			put(0);
			scheduler.scheduleAtFixedRate(() -> client.getLeaseClient().keepAliveOnce(this.lease), LEASE.toMillis() / 3,
					LEASE.toMillis() / 3, TimeUnit.MILLISECONDS);
		});
		client.getWatchClient().watch(BareWatch.bytes(Operator.KEYS.state("checkout")), this);
	}

	private void put(long revision) {
		FleetMember member = new FleetMember(this.id, Map.of(), "v1", null, revision, FleetMember.Verdict.ACCEPTED,
				null, null, 0, List.of(), Instant.now(), null);
		this.client.getKVClient()
			.put(BareWatch.bytes(Operator.KEYS.member("checkout", this.id)),
					ByteSequence.from(RolloutFormat.write(member)),
					PutOption.builder().withLeaseId(this.lease).build());
	}

	@Override
	public void onNext(WatchResponse response) {
		this.arrivals.arrived(this.id);
		put(response.getHeader().getRevision());
	}

	@Override
	public void onError(Throwable failure) {
	}

	@Override
	public void onCompleted() {
	}

}
