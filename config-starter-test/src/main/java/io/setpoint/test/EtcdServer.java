package io.setpoint.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

import io.setpoint.test.EtcdSettings.Security;
import io.setpoint.test.EtcdSettings.Tls;
import org.jspecify.annotations.Nullable;

/**
 * One real etcd process, alone or as a member of an {@link EtcdCluster}, with the faults
 * that can happen to it. It keeps its port and its data when it is restarted, and is
 * killed with its JVM. Faults are to be caused by one thread at a time.
 *
 * @since 0.1.0
 */
public final class EtcdServer implements Etcd {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

	private final EtcdSettings settings;

	private final Member member;

	private final List<Member> members;

	private final Path folder;

	private final EtcdCommand command;

	private final EtcdClient client;

	private final EtcdAccess access;

	private final EtcdData data;

	private final OnDemandRelay relay = new OnDemandRelay(this::port);

	private volatile @Nullable EtcdProcess process;

	EtcdServer(EtcdSettings settings, Member member, List<Member> members) {
		this.settings = settings;
		this.member = member;
		this.members = members;
		this.folder = Orphans.folder();
		this.command = new EtcdCommand(settings, this.folder);
		this.data = new EtcdData(this.command.data());
		EtcdGateway gateway = new HttpGateway(endpoints(), sslContext(settings.tls()));
		this.client = new EtcdClient(gateway);
		this.access = new EtcdAccess(gateway, gateway::login);
		writeCertificates(settings.tls());
	}

	/**
	 * Start a server with one member, without TLS and authentication, on a free port.
	 * @return the server, to be closed
	 * @throws EtcdNotFoundException if there is no etcd binary
	 * @throws EtcdStartException if it does not start
	 */
	public static EtcdServer start() {
		return builder().start();
	}

	/**
	 * Describe a server.
	 * @return a builder
	 */
	public static EtcdBuilder<EtcdServer> builder() {
		return new EtcdBuilder<>(1, Duration.ofMillis(10), EtcdServer::start);
	}

	private static EtcdServer start(EtcdSettings settings) {
		return FreePorts.retry(() -> {
			int peerPort = FreePorts.next();
			int clientPort = (settings.clientPort() != 0) ? settings.clientPort() : FreePorts.next();
			Member member = new Member("n0", clientPort, peerPort, peerPort);
			EtcdServer server = new EtcdServer(settings, member, List.of(member));
			try {
				server.startEmpty();
				return server;
			}
			catch (RuntimeException ex) {
				server.close();
				throw ex;
			}
		});
	}

	private void startEmpty() {
		this.client.gateway().login(null);
		launch();
		awaitReady();
		Security security = this.settings.security();
		if (security != null) {
			security.applyTo(this.access);
		}
	}

	/**
	 * Return the name of the member.
	 * @return the name, {@code n0} for a single one
	 */
	public String name() {
		return this.member.name();
	}

	/**
	 * Return the client port.
	 * @return the port, which stays the same over restarts
	 */
	public int port() {
		return this.member.clientPort();
	}

	/**
	 * Return the client endpoint.
	 * @return the URL, without a trailing slash
	 */
	public String endpoint() {
		return this.command.clientUrl(port());
	}

	@Override
	public List<String> endpoints() {
		return List.of(endpoint());
	}

	@Override
	public EtcdClient client() {
		return this.client;
	}

	@Override
	public EtcdAccess access() {
		return this.access;
	}

	@Override
	public CertificateAuthority authority() {
		Tls tls = this.settings.tls();
		if (tls == null) {
			throw new IllegalStateException("This etcd does not use TLS: start it with tls(...) or mutualTls(...).");
		}
		return tls.authority();
	}

	/**
	 * Return the version of the binary.
	 * @return the version
	 */
	public EtcdVersion version() {
		return this.settings.binary().version();
	}

	/**
	 * Return the id of the process.
	 * @return the process id
	 * @throws IllegalStateException if the server is down
	 */
	public long pid() {
		return running().pid();
	}

	/**
	 * Say whether the process exists; it may be frozen.
	 * @return whether it exists
	 */
	public boolean isRunning() {
		EtcdProcess current = this.process;
		return current != null && current.isAlive();
	}

	/**
	 * Return the end of what the server printed, over all restarts.
	 * @return the last lines
	 */
	public String output() {
		EtcdProcess current = this.process;
		return (current != null) ? current.output() : "";
	}

	/**
	 * Return a relay in front of the client port, which can break the link without
	 * breaking the server. It is created by the first call and closed with the server.
	 * @return the relay; clients connect to its {@link #relayedEndpoint() endpoint}
	 */
	public TcpRelay relay() {
		return this.relay.get();
	}

	/**
	 * Return the client endpoint that goes through {@link #relay()}.
	 * @return the URL, without a trailing slash
	 */
	public String relayedEndpoint() {
		return this.command.clientUrl(relay().port());
	}

	@Override
	public void awaitReady() {
		EtcdProcess current = running();
		if (!Condition.await(START_TIMEOUT, () -> !current.isAlive() || this.client.isServing(PROBE_TIMEOUT))) {
			throw new EtcdStartException(this + " was not ready within " + START_TIMEOUT.toSeconds() + " s",
					current.output());
		}
		if (!current.isAlive()) {
			throw new EtcdStartException(this + " ended while it was starting", current.output());
		}
		if (!this.client.knowsPeer(this.member.advertisedPeerUrl())) {
			throw new EtcdStartException("Another etcd answers at " + endpoint(), EtcdStartException.PORT_TAKEN);
		}
	}

	/**
	 * Stop the server in order (SIGTERM). With an open watch this takes etcd several
	 * seconds. Does nothing if it is down.
	 */
	public void stop() {
		if (isRunning()) {
			EtcdProcess current = running();
			current.thaw();
			if (!current.terminate(STOP_TIMEOUT)) {
				current.kill();
			}
		}
	}

	/**
	 * Kill the server (SIGKILL). Does nothing if it is down.
	 */
	public void kill() {
		if (isRunning()) {
			running().kill();
		}
	}

	/**
	 * Freeze the server (SIGSTOP): connections stay open, nothing is answered.
	 */
	public void freeze() {
		running().freeze();
	}

	/**
	 * Let a frozen server go on (SIGCONT).
	 */
	public void thaw() {
		running().thaw();
	}

	/**
	 * Start the server with the same data on the same port, after it was killed if it is
	 * running, and wait until it is ready.
	 */
	public void restart() {
		kill();
		launch();
		awaitReady();
	}

	@Override
	public void wipe() {
		requireAlone("wiped");
		kill();
		deleteData();
		startEmpty();
	}

	/**
	 * Copy the data of the store. A server that is running is killed for it and started
	 * again.
	 * @return the copy, for {@link #restore(EtcdBackup)}
	 */
	public EtcdBackup backup() {
		requireAlone("backed up");
		boolean wasRunning = isRunning();
		if (!wasRunning) {
			restart();
		}
		long revision = revision();
		kill();
		EtcdBackup backup = this.data.backup(revision);
		if (wasRunning) {
			restart();
		}
		return backup;
	}

	/**
	 * Put a copy back and start with it: the revision goes back, and everything that was
	 * written since is gone.
	 * @param backup what {@link #backup()} of this server returned
	 */
	public void restore(EtcdBackup backup) {
		if (!this.data.has(backup)) {
			throw new IllegalArgumentException("The backup was not made of this server.");
		}
		kill();
		this.data.restore(backup);
		restart();
	}

	/**
	 * Let the server present another certificate to connections from now on.
	 * @param certificate the certificate, which may be of another authority
	 */
	public void renewCertificate(EtcdCertificate certificate) {
		authority();
		this.command.writeCertificate(certificate);
	}

	@Override
	public synchronized void close() {
		kill();
		this.relay.close();
		FreePorts.giveBack(this.member.peerPort());
		FreePorts.giveBack(this.member.clientPort());
		Orphans.delete(this.folder);
	}

	boolean owns(int port) {
		EtcdProcess current = this.process;
		return current != null && SocketOwner.owns(current.pid(), port);
	}

	void launch() {
		this.client.gateway().reset();
		this.process = EtcdProcess.start(this.command.arguments(this.member, this.members), this.command.output());
	}

	void deleteData() {
		this.data.delete();
	}

	private EtcdProcess running() {
		EtcdProcess current = this.process;
		if (current == null || !current.isAlive()) {
			throw new IllegalStateException(this + " is not running.");
		}
		return current;
	}

	private void requireAlone(String what) {
		if (this.members.size() > 1) {
			throw new IllegalStateException("A single member of a cluster cannot be " + what + ".");
		}
	}

	private void writeCertificates(@Nullable Tls tls) {
		if (tls != null) {
			this.command.writeAuthority(tls.authority());
			this.command.writeCertificate(tls.authority().issue("etcd"));
		}
	}

	static @Nullable SSLContext sslContext(@Nullable Tls tls) {
		return (tls != null) ? tls.authority().sslContext(tls.authority().issue("setpoint-test")) : null;
	}

	@Override
	public String toString() {
		return "etcd '" + name() + "' at " + endpoint();
	}

}
