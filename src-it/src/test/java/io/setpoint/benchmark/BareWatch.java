package io.setpoint.benchmark;

import java.nio.charset.StandardCharsets;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;

/**
 * The yardstick: a listener of jetcd that notes the last serial number that it was told.
 */
final class BareWatch implements Watch.Listener, AutoCloseable {

	private final Client client;

	private final ByteSequence key;

	private volatile long serial = -1;

	BareWatch(String endpoint, String prefix) {
		this.client = Client.builder().endpoints(endpoint.split(",")).build();
		this.key = bytes(Workload.serialKey(prefix));
		this.client.getWatchClient().watch(bytes(prefix), WatchOption.builder().isPrefix(true).build(), this);
	}

	static ByteSequence bytes(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

	long serial() {
		return this.serial;
	}

	@Override
	public void onNext(WatchResponse response) {
		for (WatchEvent event : response.getEvents()) {
			if (event.getKeyValue().getKey().equals(this.key)) {
				this.serial = Long.parseLong(event.getKeyValue().getValue().toString(StandardCharsets.UTF_8));
			}
		}
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
