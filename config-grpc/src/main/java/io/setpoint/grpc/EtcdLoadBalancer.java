package io.setpoint.grpc;

import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.Status;
import io.grpc.util.ForwardingLoadBalancerHelper;
import org.jspecify.annotations.Nullable;

/**
 * Calls the instances of a service by turns, and nobody when there is none: gRPC's own
 * round robin goes on to call the last ones for as long as they are connected.
 */
final class EtcdLoadBalancer extends LoadBalancer {

	private final Helper helper;

	private final LoadBalancerProvider roundRobin;

	private @Nullable Turns turns;

	EtcdLoadBalancer(Helper helper, LoadBalancerProvider roundRobin) {
		this.helper = helper;
		this.roundRobin = roundRobin;
	}

	@Override
	public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
		if (resolved.getAddresses().isEmpty()) {
			shutdown();
			fail(Status.UNAVAILABLE.withDescription(resolved.getAttributes().get(EtcdNameResolver.ABSENCE)));
			return Status.OK;
		}
		Turns turns = this.turns;
		if (turns == null) {
			turns = new Turns();
			this.turns = turns;
		}
		return turns.balancer.acceptResolvedAddresses(resolved);
	}

	@Override
	public void handleNameResolutionError(Status error) {
		if (this.turns != null) {
			this.turns.balancer.handleNameResolutionError(error);
		}
		else {
			fail(error);
		}
	}

	private void fail(Status status) {
		this.helper.updateBalancingState(ConnectivityState.TRANSIENT_FAILURE,
				new FixedResultPicker(PickResult.withError(status)));
	}

	@Override
	public void requestConnection() {
		if (this.turns != null) {
			this.turns.balancer.requestConnection();
		}
	}

	@Override
	public void shutdown() {
		Turns last = this.turns;
		this.turns = null;
		if (last != null) {
			last.balancer.shutdown();
		}
	}

	/**
	 * Round robin, as long as there is somebody. What it says later counts no more.
	 */
	private final class Turns extends ForwardingLoadBalancerHelper {

		private final LoadBalancer balancer = EtcdLoadBalancer.this.roundRobin.newLoadBalancer(this);

		@Override
		protected Helper delegate() {
			return EtcdLoadBalancer.this.helper;
		}

		@Override
		public void updateBalancingState(ConnectivityState state, SubchannelPicker picker) {
			if (EtcdLoadBalancer.this.turns == this) {
				super.updateBalancingState(state, picker);
			}
		}

	}

}
