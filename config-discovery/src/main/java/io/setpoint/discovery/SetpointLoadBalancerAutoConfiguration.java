package io.setpoint.discovery;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;

/**
 * Auto-configuration for load balancers that have the instances of etcd, without the
 * cache that Spring Cloud puts in front of a registry.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointDiscoveryAutoConfiguration.class,
		beforeName = "org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration")
@ConditionalOnBean(DiscoveryProperties.class)
@ConditionalOnBooleanProperty(name = "setpoint.discovery.load-balancer", matchIfMissing = true)
@LoadBalancerClients(defaultConfiguration = EtcdLoadBalancerConfiguration.class)
public final class SetpointLoadBalancerAutoConfiguration {

}
