package io.setpoint.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
import io.setpoint.schema.judging.Announced;
import io.setpoint.schema.judging.Judge;
import io.setpoint.schema.judging.Readability;
import io.setpoint.store.Calls;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Image;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.Stores;
import io.setpoint.store.TlsFailedException;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * What a command works with: etcd, as it is reached from here, and the world outside.
 */
final class Desk implements AutoCloseable {

	/**
	 * How many versions an application keeps is its own setting, so none are deleted
	 * here.
	 */
	private static final int KEPT_VERSIONS = Integer.MAX_VALUE;

	private static final int DEFAULT_PORT = 2379;

	private final Outside outside;

	private final ConnectionOptions options;

	private final Report report;

	private final @Nullable String named;

	private @Nullable Context context;

	private @Nullable WritableStore store;

	private @Nullable EtcdConnection connected;

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
			this.connected = connection;
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
	 * Return the locations that keys are part of: those that live instances import, else
	 * those that they have by convention.
	 * @param keys the whole keys
	 * @return the prefixes of the locations
	 */
	Set<String> locationsOf(Collection<String> keys) {
		Announced announced = await(judge().announced());
		Set<String> locations = new TreeSet<>();
		keys.forEach((key) -> locations.add(announced.locationOf(key).orElseGet(() -> KeyPath.locationOf(key))));
		return locations;
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
				throw explained(cause);
			}
			throw ex;
		}
	}

	/**
	 * Find out what is in the way where nothing was answered over TLS: the client only
	 * goes on trying, with a certificate that is missing for example.
	 * @param failure why a call has failed
	 * @return what to say of it
	 */
	private RuntimeException explained(RuntimeException failure) {
		EtcdConnection connection = this.connected;
		if (connection == null || !(failure instanceof StoreUnreachableException)
				|| connection.endpoints().stream().noneMatch((endpoint) -> endpoint.startsWith("https:"))) {
			return failure;
		}
		try {
			Stores.probe(connection, List.of(keys().rolloutRoot())).join();
			return failure;
		}
		catch (CompletionException ex) {
			return (Calls.causeOf(ex) instanceof TlsFailedException tls) ? tls : failure;
		}
	}

	@Override
	public void close() {
		if (this.store != null) {
			this.store.close();
		}
	}

}
