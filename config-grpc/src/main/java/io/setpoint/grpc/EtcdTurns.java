package io.setpoint.grpc;

import java.util.List;
import java.util.Map;

import org.springframework.boot.grpc.client.autoconfigure.GrpcClientDefaultServiceConfigCustomizer;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientProperties;

/**
 * Has channels to services in etcd call the instances by turns, unless they were
 * configured to choose in another way.
 *
 * @param properties the channels
 */
record EtcdTurns(GrpcClientProperties properties) implements GrpcClientDefaultServiceConfigCustomizer {

	private static final String LOAD_BALANCING = "loadBalancingConfig";

	@Override
	public void customize(String name, Map<String, Object> serviceConfig) {
		GrpcClientProperties.Channel channel = this.properties.getChannel().get(name);
		String target = (channel != null) ? channel.getTarget() : name;
		if (target.startsWith(EtcdTarget.SCHEME + ":")) {
			serviceConfig.putIfAbsent(LOAD_BALANCING, List.of(Map.of(EtcdLoadBalancerProvider.POLICY, Map.of())));
		}
	}

}
