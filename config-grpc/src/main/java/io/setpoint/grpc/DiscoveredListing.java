package io.setpoint.grpc;

import io.setpoint.discovery.EtcdRegistration;

/**
 * A server of an application that discovery registers: the registration says where it
 * speaks gRPC.
 */
class DiscoveredListing implements Listing {

	private final EtcdRegistration registration;

	private final Runnable deregister;

	private final boolean portGiven;

	/**
	 * Create a listing.
	 * @param registration how discovery registers the application
	 * @param deregister takes it out
	 */
	DiscoveredListing(EtcdRegistration registration, Runnable deregister) {
		this.registration = registration;
		this.deregister = deregister;
		this.portGiven = registration.getMetadata().containsKey(Addresses.PORT);
	}

	@Override
	public void listensAt(int port) {
		if (!this.portGiven) {
			this.registration.getMetadata().put(Addresses.PORT, Integer.toString(port));
		}
	}

	/**
	 * Does nothing: discovery registers the application.
	 */
	@Override
	public void arrive() {
	}

	@Override
	public void leave() {
		this.deregister.run();
	}

}
