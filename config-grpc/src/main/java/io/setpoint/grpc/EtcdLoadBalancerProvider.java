package io.setpoint.grpc;

import java.util.Map;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.NameResolver.ConfigOrError;

import org.springframework.util.Assert;

/**
 * Makes an {@link EtcdLoadBalancer} where the policy {@value #POLICY} is asked for.
 */
final class EtcdLoadBalancerProvider extends LoadBalancerProvider {

	static final String POLICY = "etcd_round_robin";

	private static final String ROUND_ROBIN = "round_robin";

	private static final int PRIORITY = 5;

	@Override
	public boolean isAvailable() {
		return true;
	}

	@Override
	public int getPriority() {
		return PRIORITY;
	}

	@Override
	public String getPolicyName() {
		return POLICY;
	}

	@Override
	public LoadBalancer newLoadBalancer(Helper helper) {
		return new EtcdLoadBalancer(helper, roundRobin());
	}

	@Override
	public ConfigOrError parseLoadBalancingPolicyConfig(Map<String, ?> config) {
		return roundRobin().parseLoadBalancingPolicyConfig(config);
	}

	private static LoadBalancerProvider roundRobin() {
		LoadBalancerProvider provider = LoadBalancerRegistry.getDefaultRegistry().getProvider(ROUND_ROBIN);
		Assert.state(provider != null,
				"gRPC has no load balancer '" + ROUND_ROBIN + "': add io.grpc:grpc-util to the class path");
		return provider;
	}

}
