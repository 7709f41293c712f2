package io.setpoint.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.setpoint.test.EtcdGateway.Login;
import io.setpoint.test.EtcdSettings.Security;
import org.jspecify.annotations.Nullable;

/**
 * Three real etcd processes that form one cluster. Single members can be stopped, killed,
 * frozen and {@link #isolate(EtcdServer) cut off} from their peers. Its own client goes
 * to any member that is reachable.
 *
 * @since 0.1.0
 */
public final class EtcdCluster implements Etcd {

	private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

	private final EtcdSettings settings;

	private final List<EtcdServer> members;

	private final List<TcpRelay> relays;

	private final EtcdClient client;

	private final EtcdAccess access;

	private EtcdCluster(EtcdSettings settings) {
		this.settings = settings;
		List<Integer> ports = IntStream.range(0, settings.members()).mapToObj((index) -> FreePorts.next()).toList();
		this.relays = ports.stream().map(TcpRelay::to).toList();
		List<Member> places = IntStream.range(0, settings.members())
			.mapToObj((index) -> new Member("n" + index, FreePorts.next(), ports.get(index),
					this.relays.get(index).port()))
			.toList();
		this.members = places.stream().map((place) -> new EtcdServer(settings, place, places)).toList();
		EtcdGateway gateway = new HttpGateway(endpoints(), EtcdServer.sslContext(settings.tls()));
		this.client = new EtcdClient(gateway);
		this.access = new EtcdAccess(gateway, this::login);
	}

	/**
	 * Start a cluster of three members, without TLS and authentication, on free ports.
	 * @return the cluster, to be closed
	 * @throws EtcdNotFoundException if there is no etcd binary
	 * @throws EtcdStartException if it does not start
	 */
	public static EtcdCluster start() {
		return builder().start();
	}

	/**
	 * Describe a cluster of three members.
	 * @return a builder
	 */
	public static EtcdBuilder<EtcdCluster> builder() {
		return new EtcdBuilder<>(3, Duration.ofMillis(30), EtcdCluster::start);
	}

	private static EtcdCluster start(EtcdSettings settings) {
		if (settings.clientPort() != 0) {
			throw new IllegalArgumentException("A cluster cannot have one client port for all members.");
		}
		return FreePorts.retry(() -> {
			EtcdCluster cluster = new EtcdCluster(settings);
			try {
				cluster.startEmpty();
				return cluster;
			}
			catch (RuntimeException ex) {
				cluster.close();
				throw ex;
			}
		});
	}

	private void startEmpty() {
		login(null);
		this.members.forEach(EtcdServer::launch);
		awaitReady();
		Security security = this.settings.security();
		if (security != null) {
			security.applyTo(this.access);
		}
	}

	private void login(@Nullable Login login) {
		this.client.gateway().login(login);
		this.members.forEach((member) -> member.client().gateway().login(login));
	}

	/**
	 * Return the members.
	 * @return the members, in the order of their names {@code n0}, {@code n1}, {@code n2}
	 */
	public List<EtcdServer> members() {
		return this.members;
	}

	/**
	 * Return one member.
	 * @param index the number in its name
	 * @return the member
	 */
	public EtcdServer member(int index) {
		return this.members.get(index);
	}

	/**
	 * Return the member that leads, waiting up to half a minute until there is one.
	 * @return the leader
	 */
	public EtcdServer leader() {
		AtomicReference<@Nullable EtcdServer> leader = new AtomicReference<>();
		Condition.await(LEADER_TIMEOUT, () -> {
			leader.set(findLeader());
			return leader.get() != null;
		});
		EtcdServer found = leader.get();
		if (found == null) {
			throw new IllegalStateException("The cluster has had no leader for " + LEADER_TIMEOUT.toSeconds() + " s.");
		}
		return found;
	}

	/**
	 * Return the members that do not lead.
	 * @return the followers, whether they are running or not
	 */
	public List<EtcdServer> followers() {
		EtcdServer leader = leader();
		return this.members.stream().filter((member) -> member != leader).toList();
	}

	/**
	 * Find the member that a majority follows in its own term. What a member that is cut
	 * off knows of it does not count.
	 * @return the leader, {@code null} if there is none now
	 */
	private @Nullable EtcdServer findLeader() {
		List<Opinion> opinions = this.members.stream().map(EtcdCluster::ask).filter(Objects::nonNull).toList();
		return opinions.stream()
			.filter((opinion) -> opinions.stream().filter(opinion::isLeaderOf).count() > this.members.size() / 2)
			.map(Opinion::member)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Opinion ask(EtcdServer member) {
		if (!member.isRunning()) {
			return null;
		}
		try {
			Map<String, Object> status = member.client()
				.gateway()
				.call("/v3/maintenance/status", Map.of(), PROBE_TIMEOUT);
			Object header = Objects.requireNonNull(status.get("header"));
			return new Opinion(member, EtcdClient.number((Map<?, ?>) header, "member_id"),
					EtcdClient.number(status, "leader"), EtcdClient.number(status, "raftTerm"));
		}
		catch (EtcdCallException ex) {
			return null;
		}
	}

	/**
	 * Cut a member off from its peers, in both directions; its clients still reach it.
	 * Needs Linux, where a connection can be traced to its process.
	 * @param member the member
	 */
	public void isolate(EtcdServer member) {
		int victim = this.members.indexOf(member);
		for (int index = 0; index < this.relays.size(); index++) {
			if (index == victim) {
				this.relays.get(index).refuse();
			}
			else {
				this.relays.get(index).bar(member::owns);
			}
		}
	}

	/**
	 * End all isolation.
	 */
	public void heal() {
		this.relays.forEach(TcpRelay::pass);
	}

	@Override
	public List<String> endpoints() {
		return this.members.stream().map(EtcdServer::endpoint).toList();
	}

	/**
	 * Return the client endpoints that go through the {@link EtcdServer#relay() relays}
	 * of the members, so that single ones can be cut off.
	 * @return one URL for each member
	 */
	public List<String> relayedEndpoints() {
		return this.members.stream().map(EtcdServer::relayedEndpoint).toList();
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
		return this.members.get(0).authority();
	}

	@Override
	public void awaitReady() {
		this.members.stream().filter(EtcdServer::isRunning).forEach(EtcdServer::awaitReady);
		this.client.gateway().reset();
	}

	@Override
	public void wipe() {
		this.members.forEach(EtcdServer::kill);
		this.members.forEach(EtcdServer::deleteData);
		startEmpty();
	}

	/**
	 * Start all members with the same data on the same ports, after those that are
	 * running were killed, and wait until they are ready.
	 */
	public void restart() {
		this.members.forEach(EtcdServer::kill);
		this.members.forEach(EtcdServer::launch);
		awaitReady();
	}

	@Override
	public void close() {
		this.relays.forEach(TcpRelay::close);
		this.members.forEach(EtcdServer::close);
	}

	@Override
	public String toString() {
		return "etcd cluster at " + connectString();
	}

	private record Opinion(EtcdServer member, long id, long leader, long term) {

		boolean isLeaderOf(Opinion other) {
			return this.leader == this.id && other.leader == this.id && other.term == this.term;
		}

	}

}
