package io.setpoint.store;

import java.util.List;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The consistent reads that a start waits for. They go over etcd's HTTP gateway wherever
 * that answers, because the client takes a second to be loaded; where it does not, the
 * client makes them. Both ways give the same answers and refuse in the same words. Used
 * by one thread, and only as long as the application starts.
 *
 * @since 0.1.0
 */
public final class FirstReads implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(FirstReads.class);

	private final ClientReads client;

	private @Nullable GatewayReads gateway;

	/**
	 * Create reads. This does no I/O.
	 * @param connection how etcd is reached
	 * @param store the client, asked for when it is needed
	 * @param overGateway whether to try the HTTP gateway
	 */
	public FirstReads(EtcdConnection connection, Supplier<? extends Store> store, boolean overGateway) {
		this.client = new ClientReads(connection, store);
		this.gateway = overGateway ? gateway(connection) : null;
	}

	private static @Nullable GatewayReads gateway(EtcdConnection connection) {
		try {
			return new GatewayReads(connection);
		}
		catch (RuntimeException ex) {
			logger.debug("The HTTP gateway of etcd is not used", ex);
			return null;
		}
	}

	/**
	 * Read all keys of some prefixes at one revision.
	 * @param prefixes the prefixes, each ending in {@code /}, or single keys
	 * @param revision the revision to read at, or 0 for the current one; where it is
	 * compacted, the current one is read
	 * @param patience how long it may take
	 * @return the keys
	 * @throws StoreException if they cannot be read
	 */
	public Image read(List<String> prefixes, long revision, Patience patience) {
		try {
			return readAt(prefixes, revision, patience);
		}
		catch (RevisionCompactedException ex) {
			return readAt(prefixes, 0, patience);
		}
	}

	private Image readAt(List<String> prefixes, long revision, Patience patience) {
		if (this.gateway != null) {
			try {
				return this.gateway.read(prefixes, revision, patience);
			}
			catch (AnswerLateException ex) {
				if (!patience.isHalfSpent() || patience.left().isZero()) {
					throw ex;
				}
				handOver("it is silent");
			}
			catch (GatewayUnusableException ex) {
				handOver(ex.getMessage());
			}
		}
		return this.client.read(prefixes, revision, patience);
	}

	private void handOver(@Nullable String reason) {
		logger.debug("The client reads etcd, which takes longer than its HTTP gateway: " + reason);
		close();
		this.gateway = null;
	}

	/**
	 * Keep no connection of the HTTP gateway.
	 */
	@Override
	public void close() {
		if (this.gateway != null) {
			this.gateway.close();
		}
	}

}
