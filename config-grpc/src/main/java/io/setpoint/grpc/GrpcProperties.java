package io.setpoint.grpc;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of gRPC in etcd. Where discovery is there too, its root and its drain delay
 * count; where it registers the application for its web server, its host and its lease as
 * well.
 *
 * @param enabled whether targets such as 'etcd:///stock' are known, and servers
 * registered
 * @param register whether the server of gRPC is registered
 * @param root what the keys of all services begin with, without a slash in front: nothing
 * by default, as for etcd's own Go client
 * @param host host that others reach the server at; by default the first address of this
 * machine that is no loopback
 * @param lease how long after its last sign of life a server that has died is still
 * listed
 * @param drainDelay how long a stop goes on to serve after others were told that the
 * server goes, so that whoever has just chosen it is still answered
 */
@ConfigurationProperties("setpoint.grpc")
record GrpcProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean register,
		@DefaultValue("") String root, @Nullable String host, @DefaultValue("10s") Duration lease,
		@DefaultValue("1s") Duration drainDelay) {

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

	GrpcProperties {
		Assert.isTrue(!root.startsWith("/") && !root.contains("//"),
				() -> "'setpoint.grpc.root' begins with '/' or has an empty part: leave it out, because etcd's Go client"
						+ " drops it and would find nothing");
		Assert.isTrue(lease.compareTo(SHORTEST_LEASE) >= 0,
				() -> "'setpoint.grpc.lease' is shorter than " + SHORTEST_LEASE.toSeconds() + " s: lengthen it");
		Assert.isTrue(!drainDelay.isNegative(), "'setpoint.grpc.drain-delay' must not be negative");
		root = (root.isEmpty() || root.endsWith("/")) ? root : root + "/";
	}

}
