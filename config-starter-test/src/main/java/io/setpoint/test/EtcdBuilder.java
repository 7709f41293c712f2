package io.setpoint.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.setpoint.test.EtcdAccess.Right;
import io.setpoint.test.EtcdSettings.Permission;
import io.setpoint.test.EtcdSettings.Role;
import io.setpoint.test.EtcdSettings.Security;
import io.setpoint.test.EtcdSettings.Tls;
import io.setpoint.test.EtcdSettings.User;
import org.jspecify.annotations.Nullable;

/**
 * Describes an etcd and starts it.
 *
 * @param <T> {@link EtcdServer} or {@link EtcdCluster}
 * @since 0.1.0
 */
public final class EtcdBuilder<T extends Etcd> {

	private final Function<EtcdSettings, T> starter;

	private final List<String> flags = new ArrayList<>();

	private final Map<String, List<Permission>> roles = new LinkedHashMap<>();

	private final List<User> users = new ArrayList<>();

	private final int members;

	private Duration heartbeat;

	private Duration election;

	private int clientPort;

	private @Nullable EtcdBinary binary;

	private @Nullable Tls tls;

	private @Nullable String rootPassword;

	EtcdBuilder(int members, Duration heartbeat, Function<EtcdSettings, T> starter) {
		this.members = members;
		this.heartbeat = heartbeat;
		this.election = heartbeat.multipliedBy(10);
		this.starter = starter;
	}

	/**
	 * Run the given binary instead of the one that {@link EtcdBinary#find()} finds.
	 * @param path the executable
	 * @return this builder
	 */
	public EtcdBuilder<T> binary(Path path) {
		this.binary = EtcdBinary.at(path);
		return this;
	}

	/**
	 * Listen for clients on the given port instead of a free one. Whichever it is, the
	 * port stays the same when the server is restarted. Only for a single member.
	 * @param port the port
	 * @return this builder
	 */
	public EtcdBuilder<T> clientPort(int port) {
		this.clientPort = port;
		return this;
	}

	/**
	 * Serve clients over TLS.
	 * @param authority what issues the certificate of the server
	 * @return this builder
	 */
	public EtcdBuilder<T> tls(CertificateAuthority authority) {
		this.tls = new Tls(authority, false);
		return this;
	}

	/**
	 * Serve clients over TLS, and only those that have a certificate of the same
	 * authority.
	 * @param authority what issues the certificates
	 * @return this builder
	 */
	public EtcdBuilder<T> mutualTls(CertificateAuthority authority) {
		this.tls = new Tls(authority, true);
		return this;
	}

	/**
	 * Switch authentication on, with this password for the user {@code root}.
	 * @param password the password
	 * @return this builder
	 */
	public EtcdBuilder<T> rootPassword(String password) {
		this.rootPassword = password;
		return this;
	}

	/**
	 * Add a right to a role. Needs {@link #rootPassword(String)}.
	 * @param name the role
	 * @param right the right
	 * @param prefix the prefix of the keys; empty for all keys
	 * @return this builder
	 */
	public EtcdBuilder<T> role(String name, Right right, String prefix) {
		this.roles.computeIfAbsent(name, (key) -> new ArrayList<>()).add(new Permission(right, prefix));
		return this;
	}

	/**
	 * Add a user. Needs {@link #rootPassword(String)}.
	 * @param name the user
	 * @param password the password
	 * @param roles the roles of the user
	 * @return this builder
	 */
	public EtcdBuilder<T> user(String name, String password, String... roles) {
		this.users.add(new User(name, password, List.of(roles)));
		return this;
	}

	/**
	 * Let tokens expire after this time without use.
	 * @param ttl the time, in whole seconds
	 * @return this builder
	 */
	public EtcdBuilder<T> tokenTtl(Duration ttl) {
		return flags("--auth-token-ttl", String.valueOf(ttl.toSeconds()));
	}

	/**
	 * Set the pace of the leader. A slower one than the default stands a busy machine
	 * better; a faster one finds a new leader sooner.
	 * @param heartbeat the time between two heartbeats
	 * @param election the time without heartbeat after which a leader is elected, at
	 * least five times as long
	 * @return this builder
	 */
	public EtcdBuilder<T> pace(Duration heartbeat, Duration election) {
		this.heartbeat = heartbeat;
		this.election = election;
		return this;
	}

	/**
	 * Add flags to the command line of each member.
	 * @param flags the flags, for example {@code "--max-txn-ops", "1024"}
	 * @return this builder
	 */
	public EtcdBuilder<T> flags(String... flags) {
		this.flags.addAll(List.of(flags));
		return this;
	}

	/**
	 * Start and wait until linearizable reads are served.
	 * @return what was started, to be closed
	 * @throws EtcdNotFoundException if there is no etcd binary
	 * @throws EtcdStartException if it does not start
	 */
	public T start() {
		if (this.rootPassword == null && !(this.users.isEmpty() && this.roles.isEmpty())) {
			throw new IllegalStateException("Users and roles need authentication: set rootPassword(...), too.");
		}
		EtcdBinary executable = (this.binary != null) ? this.binary : EtcdBinary.find();
		return this.starter.apply(new EtcdSettings(executable, this.members, this.clientPort, this.heartbeat,
				this.election, this.tls, security(), List.copyOf(this.flags)));
	}

	private @Nullable Security security() {
		List<Role> copies = this.roles.entrySet()
			.stream()
			.map((role) -> new Role(role.getKey(), List.copyOf(role.getValue())))
			.toList();
		return (this.rootPassword != null) ? new Security(this.rootPassword, copies, List.copyOf(this.users)) : null;
	}

}
