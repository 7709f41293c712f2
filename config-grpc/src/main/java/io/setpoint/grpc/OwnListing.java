package io.setpoint.grpc;

import java.time.Duration;
import java.util.Map;

import io.setpoint.naming.Announcement;
import io.setpoint.naming.Endpoint;
import io.setpoint.naming.Naming;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A server that is an instance of its service by itself, under a lease.
 */
class OwnListing implements Listing {

	private static final Log logger = LogFactory.getLog(OwnListing.class);

	private final Naming naming;

	private final String service;

	private final String host;

	private final Duration lease;

	private @Nullable Endpoint endpoint;

	private @Nullable Announcement announcement;

	OwnListing(Naming naming, String service, String host, Duration lease) {
		Assert.isTrue(Naming.isOnePart(service),
				"The name of the service is blank or has a '/': set another 'spring.application.name'");
		this.naming = naming;
		this.service = service;
		this.host = host;
		this.lease = lease;
	}

	@Override
	public synchronized void listensAt(int port) {
		this.endpoint = new Endpoint(this.service, this.host + ":" + port, this.host, port, Map.of());
	}

	@Override
	public synchronized void arrive() {
		Endpoint endpoint = this.endpoint;
		if (endpoint == null || this.announcement != null) {
			return;
		}
		this.announcement = this.naming.announcement(endpoint, this.lease);
		this.announcement.begin()
			.thenAccept((revision) -> logger.info("Registered " + endpoint + " for gRPC at revision " + revision));
	}

	@Override
	public synchronized void leave() {
		if (this.endpoint != null && this.announcement != null) {
			this.naming.withdraw(this.naming.key(this.endpoint), this.announcement);
			this.announcement = null;
		}
	}

}
