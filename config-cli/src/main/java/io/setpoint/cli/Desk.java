package io.setpoint.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.setpoint.document.Restriction;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.UnknownConfigurationException;
import io.setpoint.rollout.archive.StateRegister;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.judging.Judge;
import io.setpoint.schema.judging.Readability;
import io.setpoint.store.Calls;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Image;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * What a command works with: etcd, as it is reached from here, and the world outside.
 */
final class Desk implements AutoCloseable {

	private static final int KEPT_VERSIONS = 50;

	private static final int DEFAULT_PORT = 2379;

	private final Outside outside;

	private final ConnectionOptions options;

	private final Report report;

	private final @Nullable String named;

	private @Nullable Context context;

	private @Nullable WritableStore store;

	Desk(Outside outside, ConnectionOptions options, Report report) {
		this(outside, options, report, null);
	}

	private Desk(Outside outside, ConnectionOptions options, Report report, @Nullable String named) {
		this.outside = outside;
		this.options = options;
		this.report = report;
		this.named = named;
	}

	/**
	 * Return a desk at another etcd.
	 * @param context the name of its context
	 * @return the desk, to be closed
	 */
	Desk at(String context) {
		return new Desk(this.outside, this.options, this.report, context);
	}

	/**
	 * Say something while the command goes on.
	 * @param line the line
	 */
	void remark(String line) {
		this.outside.remark(line);
	}

	/**
	 * Return whether the answer is for people.
	 * @return whether what happens may be shown while it does
	 */
	boolean isForPeople() {
		return this.report == Report.TEXT;
	}

	private Context context() {
		Context context = this.context;
		if (context == null) {
			context = this.options.context(this.outside, this.named);
			this.context = context;
		}
		return context;
	}

	Outside outside() {
		return this.outside;
	}

	/**
	 * Return etcd, which is connected to when it is first used.
	 * @return the store
	 * @throws RefusedException if nothing is there
	 */
	WritableStore store() {
		WritableStore store = this.store;
		if (store == null) {
			EtcdConnection connection = ConnectionOptions.connection(context(), this.outside);
			if (connection.endpoints().stream().noneMatch((endpoint) -> isTaken(endpoint, connection))) {
				await(Stores.probe(connection, List.of(keys().rolloutRoot())));
			}
			store = Stores.connect(connection);
			this.store = store;
		}
		return store;
	}

	/**
	 * Find out whether anybody takes a connection. The client would go on trying until
	 * its deadline, and could not say why.
	 * @param endpoint the address
	 * @param connection how long it may take
	 * @return whether it is taken
	 */
	private static boolean isTaken(String endpoint, EtcdConnection connection) {
		URI uri = URI.create(endpoint);
		try (Socket socket = new Socket()) {
			int port = (uri.getPort() > 0) ? uri.getPort() : DEFAULT_PORT;
			socket.connect(new InetSocketAddress(uri.getHost(), port), (int) connection.connectTimeout().toMillis());
			return true;
		}
		catch (IOException | IllegalArgumentException ex) {
			return false;
		}
	}

	RolloutKeys keys() {
		String rolloutRoot = context().rolloutRoot();
		String fleetRoot = context().fleetRoot();
		return new RolloutKeys((rolloutRoot != null) ? rolloutRoot : "/rollouts",
				(fleetRoot != null) ? fleetRoot : "/fleet");
	}

	String schemaRoot() {
		String root = context().schemaRoot();
		String named = (root != null) ? root : "/schemas";
		return named.endsWith("/") ? named : named + "/";
	}

	/**
	 * Return what asks the fleet.
	 * @return the trials
	 */
	Trials trials() {
		return new Trials(store(), keys(), Pauses.on(Runnable::run), this.outside.clock());
	}

	Judge judge() {
		return new Judge(store(), keys(), schemaRoot(), trials(), Runnable::run);
	}

	/**
	 * Return what publishes and conducts one configuration.
	 * @param configuration its name
	 * @return the rollouts
	 */
	StoredRollouts rollouts(String configuration) {
		return new StoredRollouts(Set.of(configuration), store(), keys(),
				(name, version) -> Readability.of(version.document())
					.problems()
					.stream()
					.map(SchemaProblem::sentence)
					.toList(),
				(name) -> Restriction.NONE, KEPT_VERSIONS, () -> null, Runnable::run, this.outside.clock());
	}

	/**
	 * Return where a configuration is.
	 * @param configuration its name
	 * @return the state
	 * @throws UnknownConfigurationException if there is nothing of it in etcd
	 */
	RolloutState known(String configuration) {
		StateRegister.Page page = await(new StateRegister(store(), keys()).read(configuration));
		if (page.revision() == 0) {
			Known.check(this, configuration);
		}
		return page.state();
	}

	Image read(String... prefixes) {
		return await(store().read(List.of(prefixes)));
	}

	/**
	 * Wait for something that has a deadline of its own.
	 * @param future what is waited for
	 * @param <T> the type of its result
	 * @return the result
	 */
	<T> T await(CompletableFuture<T> future) {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			if (Calls.causeOf(ex) instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	@Override
	public void close() {
		if (this.store != null) {
			this.store.close();
		}
	}

}
