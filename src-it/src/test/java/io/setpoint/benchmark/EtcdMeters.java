package io.setpoint.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * What etcd counts of itself.
 *
 * @param at when it was asked, in ns
 * @param revision the current revision
 * @param received bytes of messages from clients
 * @param sent bytes of messages to clients
 * @param renewals how many leases were kept alive
 * @param watchers how many watchers there are
 */
record EtcdMeters(long at, double revision, double received, double sent, double renewals, double watchers) {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	static EtcdMeters read(String endpoint) {
		String[] lines = lines(endpoint);
		return new EtcdMeters(System.nanoTime(), sum(lines, "etcd_debugging_mvcc_current_revision"),
				sum(lines, "etcd_network_client_grpc_received_bytes_total"),
				sum(lines, "etcd_network_client_grpc_sent_bytes_total"),
				sum(lines, "etcd_debugging_lease_renewed_total"), sum(lines, "etcd_debugging_mvcc_watcher_total"));
	}

	private static String[] lines(String endpoint) {
		try {
			return CLIENT
				.send(HttpRequest.newBuilder(URI.create(endpoint + "/metrics")).build(), BodyHandlers.ofString())
				.body()
				.split("\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The meters of etcd could not be read", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static double sum(String[] lines, String name) {
		double sum = 0;
		for (String line : lines) {
			if (line.startsWith(name + ' ') || line.startsWith(name + '{')) {
				sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
			}
		}
		return sum;
	}

	/**
	 * Return what was counted since.
	 * @param before the meters at the beginning
	 * @return the differences, of the watchers the current number
	 */
	EtcdMeters since(EtcdMeters before) {
		return new EtcdMeters(this.at - before.at, this.revision - before.revision, this.received - before.received,
				this.sent - before.sent, this.renewals - before.renewals, this.watchers);
	}

	double seconds() {
		return this.at / 1e9;
	}

}
