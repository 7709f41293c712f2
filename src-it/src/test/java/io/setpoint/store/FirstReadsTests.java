package io.setpoint.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.setpoint.test.EtcdCluster;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdMember;
import io.setpoint.test.EtcdServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.ssl.SslBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What holds for the first reads whichever way they go: over etcd's HTTP gateway or by
 * the client.
 */
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class FirstReadsTests {

	private static final String HERE = "IP:127.0.0.1";

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final byte[] BYTES = { 0, -1, 10, '"', '\\' };

	private static Certificates certificates;

	private static EtcdMember plain;

	private static EtcdMember withoutGateway;

	private static EtcdMember withUsers;

	private static EtcdMember secure;

	private static EtcdMember misnamed;

	private static EtcdMember withUsersByCertificate;

	private final List<AutoCloseable> opened = new ArrayList<>();

	private boolean clientUsed;

	@BeforeAll
	static void start(@TempDir Path directory) {
		certificates = new Certificates(directory);
		certificates.authority("ca");
		certificates.authority("other");
		certificates.issue("server", "ca", 2, HERE);
		certificates.issue("misnamed", "ca", 2, "DNS:etcd.example.org");
		certificates.issue("root", "ca", 2, HERE);
		certificates.issue("app", "ca", 2, HERE);
		plain = filled(EtcdMember.start());
		withoutGateway = filled(EtcdMember.start("--enable-grpc-gateway=false"));
		withUsers = EtcdMember.start();
		addUsers(withUsers);
		secure = secure("server", false);
		misnamed = secure("misnamed", false);
		withUsersByCertificate = secure("server", true);
		addUsers(withUsersByCertificate);
	}

	@AfterAll
	static void stop() {
		for (EtcdMember etcd : new EtcdMember[] { plain, withoutGateway, withUsers, secure, misnamed,
				withUsersByCertificate }) {
			etcd.close();
		}
	}

	@AfterEach
	void close() throws Exception {
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void readGivesEveryKeyWithItsBytesAndRevisions(Way way) {
		Image image = read(way, EtcdConnection.to(plain.url()), 0, "/many/", "/odd/", "/none/");
		assertThat(image.entries("/many/")).hasSize(2000).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
		assertThat(image.entries("/none/")).isEmpty();
		assertThat(image.entries("/odd/")).extracting(KeyValue::key)
			.containsExactly("/odd/", "/odd/empty", "/odd/\u00e4\u20ac", "/odd/\\xFF");
		assertThat(image.entries("/odd/").get(0).value()).isEqualTo(BYTES);
		assertThat(image.entries("/odd/").get(1).value()).isEmpty();
	}

	@Test
	void bothWaysGiveTheSame() {
		for (EtcdMember etcd : List.of(plain, withoutGateway)) {
			EtcdConnection connection = EtcdConnection.to(etcd.url());
			assertThat(read(Way.GATEWAY, connection, 0, "/many/", "/odd/"))
				.isEqualTo(read(Way.CLIENT, connection, 0, "/many/", "/odd/"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void readAtRevisionGivesWhatWasThere(Way way) {
		EtcdConnection connection = EtcdConnection.to(plain.url());
		String key = "/past/" + way;
		plain.ctl("put", key, "before");
		long revision = read(way, connection, 0, key).revision();
		plain.ctl("put", key, "after");
		assertThat(read(way, connection, revision, key).entries(key)).singleElement()
			.satisfies((entry) -> assertThat(text(entry)).isEqualTo("before"));
		assertThat(read(way, connection, 0, key).entries(key)).singleElement()
			.satisfies((entry) -> assertThat(text(entry)).isEqualTo("after"));
	}

	@ParameterizedTest
	@EnumSource
	void readAtCompactedRevisionGivesWhatIsThere(Way way) {
		EtcdMember etcd = open(EtcdMember.start());
		EtcdConnection connection = EtcdConnection.to(etcd.url());
		etcd.ctl("put", "/a/a", "before");
		long revision = read(way, connection, 0, "/a/").revision();
		etcd.ctl("put", "/a/a", "after");
		etcd.ctl("compact", String.valueOf(revision + 1));
		Image image = read(way, connection, revision, "/a/");
		assertThat(image.revision()).isEqualTo(revision + 1);
		assertThat(text(image.entries("/a/").get(0))).isEqualTo("after");
	}

	@ParameterizedTest
	@EnumSource
	void userWhoMayReads(Way way) {
		EtcdConnection connection = EtcdConnection.to(withUsers.url());
		assertThat(read(way, connection.withUser("app", "open \"se\\same\""), 0, "/app/").entries("/app/")).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void userWhoMayNotIsToldSo(Way way) {
		EtcdConnection connection = EtcdConnection.to(withUsers.url()).withUser("app", "open \"se\\same\"");
		assertThat(failure(way, connection, "/secret/")).isInstanceOf(PermissionDeniedException.class)
			.hasMessage("The user 'app' of etcd at " + withUsers.url()
					+ " may not read there: grant the user's role the right to read the prefix");
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void wrongPasswordIsNamed(Way way) {
		EtcdConnection connection = EtcdConnection.to(withUsers.url()).withUser("app", "wrong");
		assertThat(failure(way, connection, "/app/")).isInstanceOf(AuthenticationFailedException.class)
			.hasMessage("etcd at " + withUsers.url() + " does not know the user 'app' or refuses the password");
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void missingUserIsNamed(Way way) {
		assertThat(failure(way, EtcdConnection.to(withUsers.url()), "/app/"))
			.isInstanceOf(AuthenticationFailedException.class)
			.hasMessage("etcd at " + withUsers.url() + " asks for a user and none is set: set user and password");
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void userWhereNobodyAsksForOneIsNamed(Way way) {
		assertThat(failure(way, EtcdConnection.to(plain.url()).withUser("app", "secret"), "/app/"))
			.isInstanceOf(AuthenticationFailedException.class)
			.hasMessage("Authentication is switched off in etcd at " + plain.url()
					+ ": remove the user 'app' or switch it on");
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void certificateThatIsTrustedLetsRead(Way way) {
		EtcdConnection connection = EtcdConnection.to(secure.url()).withSsl(bundle("ca", null));
		assertThat(read(way, connection, 0, "/a/").revision()).isPositive();
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void certificateThatIsNotTrustedIsNamed(Way way) {
		String message = "The certificate of etcd at " + secure.url()
				+ " is not trusted: add its authority to the SSL bundle";
		assertThat(failure(way, EtcdConnection.to(secure.url()), "/a/")).isInstanceOf(TlsFailedException.class)
			.hasMessage(message);
		assertThat(failure(way, EtcdConnection.to(secure.url()).withSsl(bundle("other", null)), "/a/"))
			.isInstanceOf(TlsFailedException.class)
			.hasMessage(message);
	}

	@ParameterizedTest
	@EnumSource
	void certificateForAnotherHostIsNamed(Way way) {
		assertThat(failure(way, EtcdConnection.to(misnamed.url()).withSsl(bundle("ca", null)), "/a/"))
			.isInstanceOf(TlsFailedException.class)
			.hasMessage("The certificate of etcd at " + misnamed.url()
					+ " is for other names: use one of them as endpoint or reissue it");
	}

	@ParameterizedTest
	@EnumSource
	void plainTextWhereTlsIsExpectedIsNamed(Way way) {
		String url = secure.url().replace("https", "http");
		assertThat(failure(way, EtcdConnection.to(url), "/a/")).isInstanceOf(TlsFailedException.class)
			.hasMessage("etcd at " + url + " seems to expect TLS: use 'https://' in 'setpoint.etcd.endpoints'");
	}

	@ParameterizedTest
	@EnumSource
	void userByCertificateReadsAndIsDenied(Way way) {
		EtcdConnection connection = EtcdConnection.to(withUsersByCertificate.url()).withSsl(bundle("ca", "app"));
		assertThat(read(way, connection, 0, "/app/").entries("/app/")).hasSize(1);
		assertThat(failure(way, connection, "/secret/")).isInstanceOf(PermissionDeniedException.class);
	}

	@ParameterizedTest
	@EnumSource
	void endpointWhereNobodyListensIsNamed(Way way) throws IOException {
		String url = "http://127.0.0.1:" + DeafPorts.next();
		assertThat(failure(way, EtcdConnection.to(url), "/a/")).isInstanceOf(NobodyListensException.class)
			.hasMessage("Nothing listens for etcd at " + url + ": start it or correct 'setpoint.etcd.endpoints'");
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void endpointsWhereNobodyListensAreNamed(Way way) throws IOException {
		List<String> urls = List.of("http://127.0.0.1:" + DeafPorts.next(), "http://127.0.0.1:" + DeafPorts.next());
		assertThat(failure(way, EtcdConnection.to(urls), "/a/")).isInstanceOf(NobodyListensException.class)
			.hasMessage("Nothing listens for etcd at " + urls.get(0) + ", " + urls.get(1)
					+ ": start it or correct 'setpoint.etcd.endpoints'");
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void hostThatIsUnknownIsNamed(Way way) {
		assertThat(failure(way, EtcdConnection.to("http://nowhere.invalid:2379"), "/a/"))
			.isInstanceOf(NobodyListensException.class)
			.hasMessage("The host of etcd at http://nowhere.invalid:2379 is unknown: "
					+ "correct 'setpoint.etcd.endpoints'");
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void anotherEndpointIsReadWhereOneIsAway(Way way) throws IOException {
		EtcdConnection connection = EtcdConnection.to("http://127.0.0.1:" + DeafPorts.next(), plain.url());
		assertThat(read(way, connection, 0, "/many/").entries("/many/")).hasSize(2000);
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void learnerIsLeftOutAndNamedWhereItIsAlone(Way way) {
		EtcdMember voter = open(EtcdMember.start());
		EtcdMember learner = open(voter.addLearner());
		assertThat(read(way, EtcdConnection.to(learner.url(), voter.url()), 0, "/a/").revision()).isPositive();
		assertThat(failure(way, EtcdConnection.to(learner.url()), "/a/")).isInstanceOf(StoreUnreachableException.class)
			.hasMessage("etcd at " + learner.url() + " is out of reach: etcdserver: rpc not supported for learner");
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void clusterWithoutMajorityIsNamed(Way way) {
		EtcdCluster cluster = open(EtcdCluster.start());
		EtcdServer last = cluster.member(0);
		cluster.member(1).kill();
		cluster.member(2).kill();
		EtcdConnection connection = EtcdConnection.to(last.endpoint()).withTimeouts(TIMEOUT, Duration.ofMillis(600));
		assertThat(failure(way, connection, "/a/")).isInstanceOf(StoreUnreachableException.class)
			.hasMessageMatching("(No answer from etcd at \\S+ within 600 ms"
					+ "|etcd at \\S+ is out of reach: etcdserver: leader changed)");
		assertThatGatewayAnswered(way);
	}

	@ParameterizedTest
	@EnumSource
	void memberThatIsSilentIsNamed(Way way) throws IOException {
		try (ServerSocket silent = new ServerSocket(0)) {
			String url = "http://127.0.0.1:" + silent.getLocalPort();
			EtcdConnection connection = EtcdConnection.to(url).withTimeouts(TIMEOUT, Duration.ofMillis(300));
			assertThat(failure(way, connection, "/a/")).isInstanceOf(AnswerLateException.class)
				.hasMessage("No answer from etcd at " + url + " within 300 ms");
		}
	}

	@Test
	void serverThatIsSilentForTheClientOnlyIsWaitedForNoLonger() throws IOException {
		try (ServerSocket server = new ServerSocket(0)) {
			String url = "http://127.0.0.1:" + server.getLocalPort();
			CompletableFuture<Void> refused = CompletableFuture.runAsync(() -> refuseGateway(server));
			CompletableFuture<StoreException> failure = CompletableFuture
				.supplyAsync(() -> catchThrowableOfType(StoreException.class,
						() -> read(Way.GATEWAY, EtcdConnection.to(url), Duration.ofSeconds(1), 0, "/a/")));
			assertThat(failure).succeedsWithin(Duration.ofSeconds(20))
				.isInstanceOf(StoreUnreachableException.class)
				.extracting(Throwable::getMessage)
				.isEqualTo("etcd at " + url + " does not answer");
			assertThat(refused).isCompleted();
		}
	}

	private static void refuseGateway(ServerSocket server) {
		try (Socket socket = server.accept()) {
			socket.getInputStream().read();
			socket.getOutputStream()
				.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void clientReadsAtOnceWhereThereIsNoGateway() {
		List<String> calls = new CopyOnWriteArrayList<>();
		EtcdConnection connection = EtcdConnection.to(withoutGateway.url())
			.withCustomizers(List.of((added) -> added.intercept(new Listing(calls))));
		assertThat(read(Way.GATEWAY, connection, 0, "/odd/").entries("/odd/")).hasSize(4);
		assertThat(calls).containsExactly("etcdserverpb.KV/Txn");
	}

	@ParameterizedTest
	@EnumSource
	void etcdInTheJvmIsReadAlike(Way way) {
		EtcdInMemory etcd = open(EtcdInMemory.start());
		for (int i = 0; i < 500; i++) {
			etcd.client().put("/many/%03d".formatted(i), "value " + i);
		}
		Image image = read(way, EtcdConnection.to(etcd.endpoint()), 0, "/many/", "/none/");
		assertThat(image.entries("/many/")).hasSize(500);
		assertThat(text(image.entries("/many/").get(499))).isEqualTo("value 499");
		assertThat(read(way, EtcdConnection.to(etcd.endpoint()), image.revision(), "/many/").entries("/many/"))
			.isEqualTo(image.entries("/many/"));
		assertThatGatewayAnswered(way);
	}

	private void assertThatGatewayAnswered(Way way) {
		if (way == Way.GATEWAY) {
			assertThat(this.clientUsed).as("the client was used").isFalse();
		}
	}

	private Image read(Way way, EtcdConnection connection, long revision, String... prefixes) {
		return read(way, connection, Duration.ofSeconds(20), revision, prefixes);
	}

	private Image read(Way way, EtcdConnection connection, Duration patience, long revision, String... prefixes) {
		Supplier<Store> store = () -> {
			this.clientUsed = true;
			return open(Stores.connect(connection));
		};
		try (FirstReads reads = new FirstReads(connection, store, way == Way.GATEWAY)) {
			return reads.read(List.of(prefixes), revision, new Patience(patience));
		}
	}

	private StoreException failure(Way way, EtcdConnection connection, String prefix) {
		return catchThrowableOfType(StoreException.class, () -> read(way, connection, 0, prefix));
	}

	private <T extends AutoCloseable> T open(T closeable) {
		this.opened.add(closeable);
		return closeable;
	}

	private static EtcdMember filled(EtcdMember etcd) {
		try (Writer writer = new Writer(etcd)) {
			writer.fill("/many/", 2000, "some value");
		}
		try (WritableStore store = Stores.connect(EtcdConnection.to(etcd.url()))) {
			store
				.commit(Transaction.builder()
					.put("/odd/", BYTES)
					.put("/odd/\\xFF", BYTES)
					.put("/odd/empty", new byte[0])
					.put("/odd/\u00e4\u20ac", BYTES)
					.build())
				.join();
		}
		return etcd;
	}

	private static void addUsers(EtcdMember etcd) {
		etcd.ctl("put", "/app/a", "1");
		etcd.ctl("user", "add", "root:rootpw");
		etcd.ctl("user", "grant-role", "root", "root");
		etcd.ctl("role", "add", "reader");
		etcd.ctl("role", "grant-permission", "reader", "--prefix=true", "read", "/app/");
		etcd.ctl("user", "add", "app:open \"se\\same\"");
		etcd.ctl("user", "grant-role", "app", "reader");
		etcd.ctl("auth", "enable");
	}

	private static EtcdMember secure(String server, boolean mutual) {
		List<String> options = new ArrayList<>(
				List.of("--cert-file", certificates.certificate(server), "--key-file", certificates.key(server)));
		if (mutual) {
			options.addAll(List.of("--client-cert-auth", "--trusted-ca-file", certificates.certificate("ca")));
		}
		return EtcdMember.start("https", options, List.of("--cacert", certificates.certificate("ca"), "--cert",
				certificates.certificate("root"), "--key", certificates.key("root")));
	}

	private static SslBundle bundle(String authority, String client) {
		return certificates.bundle(authority, client);
	}

	private static String text(KeyValue entry) {
		return new String(entry.value(), StandardCharsets.UTF_8);
	}

	/**
	 * Lists the calls of the client.
	 *
	 * @param calls their methods
	 */
	private record Listing(List<String> calls) implements ClientInterceptor {

		@Override
		public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
			this.calls.add(method.getFullMethodName());
			return next.newCall(method, options);
		}

	}

	/**
	 * The way of a read.
	 */
	enum Way {

		GATEWAY, CLIENT

	}

}
