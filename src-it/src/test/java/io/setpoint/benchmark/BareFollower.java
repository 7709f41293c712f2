package io.setpoint.benchmark;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.watch.WatchResponse;

/**
 * A listener of jetcd, with a client of its own, that notes the last revision of one key.
 */
final class BareFollower implements Watch.Listener, AutoCloseable {

	private final Client client;

	private volatile long revision;

	BareFollower(String endpoint, String key) {
		this.client = Client.builder().endpoints(endpoint).build();
		this.client.getWatchClient().watch(BareWatch.bytes(key), this);
	}

	long revision() {
		return this.revision;
	}

	@Override
	public void onNext(WatchResponse response) {
		response.getEvents().forEach((event) -> this.revision = event.getKeyValue().getModRevision());
	}

	@Override
	public void onError(Throwable failure) {
	}

	@Override
	public void onCompleted() {
	}

	@Override
	public void close() {
		this.client.close();
	}

}
