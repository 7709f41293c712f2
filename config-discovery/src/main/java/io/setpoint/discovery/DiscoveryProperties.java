package io.setpoint.discovery;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of discovery.
 *
 * @param enabled whether services are looked up and registered in etcd
 * @param root what the keys of all services begin with, without a slash in front: nothing
 * by default, as for etcd's own Go client
 * @param host host that others reach this instance at; by default the first address of
 * this machine that is no loopback
 * @param port port that others reach this instance at; by default that of the web server
 * @param secure whether others have to use https; by default whether 'server.ssl.*' is
 * set
 * @param instanceId id of this instance among those of its service; by default its host
 * and port
 * @param lease how long after its last sign of life an instance that has died is still
 * listed
 * @param metadata what else others can read of this instance
 * @param failFast whether a start fails when this instance cannot be registered
 * @param registrationTimeout how long such a start waits for etcd
 * @param loadBalancer whether load balancers read the instances of etcd without Spring
 * Cloud's cache
 * @param drainDelay how long a stop goes on to serve after others were told that this
 * instance goes, so that whoever has just chosen it is still answered
 */
@ConfigurationProperties("setpoint.discovery")
record DiscoveryProperties(@DefaultValue("true") boolean enabled, @DefaultValue("") String root, @Nullable String host,
		@Nullable Integer port, @Nullable Boolean secure, @Nullable String instanceId,
		@DefaultValue("10s") Duration lease, @DefaultValue Map<String, String> metadata,
		@DefaultValue("false") boolean failFast, @DefaultValue("10s") Duration registrationTimeout,
		@DefaultValue("true") boolean loadBalancer, @DefaultValue("1s") Duration drainDelay) {

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

	DiscoveryProperties {
		Assert.isTrue(!root.startsWith("/") && !root.contains("//"),
				() -> "'setpoint.discovery.root' begins with '/' or has an empty part: leave it out, because etcd's Go"
						+ " client drops it and would find nothing");
		Assert.isTrue(lease.compareTo(SHORTEST_LEASE) >= 0,
				() -> "'setpoint.discovery.lease' is shorter than " + SHORTEST_LEASE.toSeconds() + " s: lengthen it");
		Assert.isTrue(!drainDelay.isNegative() && !registrationTimeout.isNegative(),
				"'setpoint.discovery.drain-delay' and '.registration-timeout' must not be negative");
		root = (root.isEmpty() || root.endsWith("/")) ? root : root + "/";
	}

}
