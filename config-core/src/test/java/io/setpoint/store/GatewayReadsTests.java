package io.setpoint.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GatewayReads} on a server that answers what it is told to.
 */
class GatewayReadsTests {

	private static final String HEADER = "\"header\":{\"cluster_id\":\"18446744073709551615\",\"revision\":\"7\"}";

	private static final String KEYS = "{" + HEADER
			+ ",\"kvs\":[{\"key\":\"L2EvYg==\",\"mod_revision\":\"5\",\"create_revision\":\"3\",\"value\":\"MQ==\"}]}";

	private static final Patience PATIENCE = new Patience(Duration.ofSeconds(30));

	private final Deque<Answer> answers = new ArrayDeque<>();

	private final List<String> requests = new ArrayList<>();

	private final List<String> clusters = new ArrayList<>();

	private final List<Integer> ports = new ArrayList<>();

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String token = exchange.getRequestHeaders().getFirst("Authorization");
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.requests.add(exchange.getRequestURI() + " " + token + " " + body);
		this.clusters.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-cluster")));
		this.ports.add(exchange.getRemoteAddress().getPort());
		Answer answer = this.answers.removeFirst();
		byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Location", "/elsewhere");
		exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"elsewhere\"");
		exchange.sendResponseHeaders(answer.status(), bytes.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

	private Image read() {
		return read(connection());
	}

	private EtcdConnection connection() {
		return EtcdConnection.to("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	private static Image read(EtcdConnection connection) {
		return read(connection, PATIENCE);
	}

	private static Image read(EtcdConnection connection, Patience patience) {
		GatewayReads reads = new GatewayReads(connection);
		try {
			return reads.read(List.of("/a/"), 0, patience);
		}
		finally {
			reads.close();
		}
	}

	@Test
	void readUnderstandsWhatEtcdSays() {
		this.answers.add(new Answer(200, KEYS));
		Image image = read();
		assertThat(image.clusterId()).isEqualTo(-1);
		assertThat(image.revision()).isEqualTo(7);
		assertThat(image.entries("/a/")).containsExactly(new KeyValue("/a/b", new byte[] { '1' }, 3, 5));
		assertThat(this.requests).containsExactly("/v3/kv/range null {\"key\":\"L2Ev\",\"range_end\":\"L2Ew\","
				+ "\"limit\":\"16\",\"revision\":\"0\",\"keys_only\":false}");
	}

	@Test
	void readSendsTheHeadersOfTheConnection() {
		this.answers.add(new Answer(200, KEYS));
		read(connection().withHeaders(Map.of("X-Cluster", "eu")));
		assertThat(this.clusters).containsExactly("eu");
	}

	@Test
	void readSkipsWhatItDoesNotKnow() {
		this.answers.add(new Answer(200,
				"{ \"new\" : [ 1, -2.5e3, null, true, {\"x\":[]}, \"\\u00e4\\\"}\" ] ,\n" + KEYS.substring(1) + " "));
		assertThat(read().entries("/a/")).hasSize(1);
	}

	@Test
	void readOfMorePagesIsAtTheRevisionOfTheFirst() {
		this.answers.add(new Answer(200, KEYS.replace("]}", "],\"more\":true}")));
		this.answers.add(new Answer(200, KEYS.replace("\"revision\":\"7\"", "\"revision\":\"9\"")));
		assertThat(read().revision()).isEqualTo(7);
		assertThat(this.requests.get(1)).contains("\"key\":\"L2EvYgA=\"", "\"revision\":\"7\"");
	}

	@Test
	void tokenIsAskedForOnceAndAgainWhenItIsRefused() {
		this.answers.add(new Answer(200, "{" + HEADER + ",\"token\":\"first.1\"}"));
		this.answers.add(new Answer(200, KEYS.replace("]}", "],\"more\":true}")));
		this.answers.add(refusal(401, 16, "etcdserver: invalid auth token"));
		this.answers.add(new Answer(200, "{" + HEADER + ",\"token\":\"second.2\"}"));
		this.answers.add(new Answer(200, KEYS));
		assertThat(read(connection().withUser("a\"b\\", "p\n")).entries("/a/")).hasSize(2);
		assertThat(this.requests.get(0))
			.isEqualTo("/v3/auth/authenticate null {\"name\":\"a\\u0022b\\u005c\",\"password\":\"p\\u000a\"}");
		assertThat(this.requests).extracting((request) -> request.split(" ")[1])
			.containsExactly("null", "first.1", "first.1", "null", "second.2");
	}

	@Test
	void tokenThatIsRefusedAtOnceIsNoReasonToAskForever() {
		this.answers.add(new Answer(200, "{" + HEADER + ",\"token\":\"first.1\"}"));
		this.answers.add(refusal(401, 16, "etcdserver: invalid auth token"));
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> read(connection().withUser("app", "secret")));
	}

	@Test
	void clusterThatChangesBetweenPagesIsNotMixed() {
		this.answers.add(new Answer(200, KEYS.replace("]}", "],\"more\":true}")));
		for (int i = 0; i < 3; i++) {
			this.answers.add(new Answer(200, KEYS.replace("18446744073709551615", "1")));
		}
		assertThatExceptionOfType(OtherClusterException.class).isThrownBy(this::read)
			.withMessageContaining("Two clusters are among the endpoints");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "404 | Not Found", "302 | ''", "200 | <html>a proxy</html>", "200 | ''",
			"200 | {}", "200 | {\"header\":{}}", "200 | {\"kvs\":", "200 | {\"kvs\":[{\"key\":\"not base64!\"}]}",
			"200 | {\"header\":{\"revision\":\"x\"}}", "400 | CommonName of client sending a request against gateway",
			"502 | {\"message\":\"bad gateway\",\"code\":14}",
			"503 | {\"message\":\"all SubConns failed\",\"code\":14}", "401 | ''", "407 | ''" })
	void answerThatIsNoneOfEtcdIsForTheClientToFindOutAbout(int status, String body) {
		this.answers.add(new Answer(status, body.strip()));
		assertThatExceptionOfType(GatewayUnusableException.class).isThrownBy(this::read);
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void nestingWithoutEndIsForTheClientToFindOutAbout() {
		this.answers.add(new Answer(200, "{\"a\":" + "[".repeat(1_000_000)));
		assertThatExceptionOfType(GatewayUnusableException.class).isThrownBy(this::read);
	}

	@Test
	void answerThatIsTooLargeIsAskedForInSmallerParts() {
		this.answers.add(new Answer(200, "{\"x\":\"" + "y".repeat(4000) + "\"}"));
		this.answers.add(new Answer(200, KEYS));
		EtcdConnection small = connection().withMaxInboundMessageSize(1000);
		assertThat(read(small).entries("/a/")).hasSize(1);
		assertThat(this.requests.get(1)).contains("\"limit\":\"2\"");
	}

	@Test
	void memberThatServesNobodyIsPassedOver() {
		this.answers.add(refusal(503, 14, "etcdserver: rpc not supported for learner"));
		this.answers.add(new Answer(200, KEYS));
		String url = connection().endpoints().get(0);
		assertThat(read(EtcdConnection.to(url, url.replace("127.0.0.1", "localhost"))).entries("/a/")).hasSize(1);
	}

	@Test
	void membersOfWhichNobodyAnswersAreLateWhateverEachDoes() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String refusing = connection().endpoints().get(0);
			stop();
			assertThatExceptionOfType(AnswerLateException.class)
				.isThrownBy(() -> read(EtcdConnection.to(refusing, "http://127.0.0.1:" + silent.getLocalPort())));
		}
	}

	@Test
	void textOfAnAnswerIsInNoMessage() {
		this.answers.add(new Answer(503, "{\"message\":\"x\",\"code\":\"s3cr3t\"}"));
		assertThatExceptionOfType(GatewayUnusableException.class).isThrownBy(this::read)
			.withMessageNotContaining("s3cr3t");
	}

	@Test
	void credentialsOfTheApplicationAreNotSent() {
		AtomicInteger asked = new AtomicInteger();
		Authenticator before = Authenticator.getDefault();
		Authenticator.setDefault(new Authenticator() {

			@Override
			protected PasswordAuthentication getPasswordAuthentication() {
				asked.incrementAndGet();
				return new PasswordAuthentication("corporate", "s3cr3t".toCharArray());
			}

		});
		try {
			this.answers.add(new Answer(401, ""));
			assertThatExceptionOfType(GatewayUnusableException.class).isThrownBy(this::read);
			assertThat(asked).hasValue(0);
		}
		finally {
			Authenticator.setDefault(before);
		}
	}

	@Test
	void proxiesAndCookiesOfTheApplicationHaveNoPart() {
		List<String> asked = new ArrayList<>();
		CookieHandler cookies = CookieHandler.getDefault();
		ProxySelector proxies = ProxySelector.getDefault();
		CookieHandler.setDefault(new RecordingCookies(asked));
		ProxySelector.setDefault(new RecordingProxies(asked));
		try {
			this.answers.add(new Answer(200, KEYS));
			assertThat(read().entries("/a/")).hasSize(1);
			assertThat(asked).isEmpty();
		}
		finally {
			CookieHandler.setDefault(cookies);
			ProxySelector.setDefault(proxies);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n270f\r\n", "H" })
	@Timeout(60)
	void answerThatTricklesIsLate(String begin) throws IOException {
		try (TricklingServer server = new TricklingServer(begin)) {
			assertThatExceptionOfType(AnswerLateException.class)
				.isThrownBy(() -> read(server.connection("http"), new Patience(Duration.ofSeconds(1))));
		}
	}

	@Test
	@Timeout(60)
	void handshakeThatTricklesIsLate() throws IOException {
		try (TricklingServer server = new TricklingServer("\u0016\u0003\u0003\u0040\u0000")) {
			assertThatExceptionOfType(AnswerLateException.class)
				.isThrownBy(() -> read(server.connection("https"), new Patience(Duration.ofSeconds(1))));
		}
	}

	@Test
	void pagesAreReadOverOneConnection() {
		this.answers.add(new Answer(200, KEYS.replace("]}", "],\"more\":true}")));
		this.answers.add(new Answer(200, KEYS));
		read();
		assertThat(this.ports).hasSize(2).allMatch(this.ports.get(0)::equals);
	}

	@Test
	@Timeout(60)
	void connectionThatWasEndedBetweenPagesIsMadeAnew() throws Exception {
		try (TellingServer server = new TellingServer(answer(KEYS.replace("]}", "],\"more\":true}")), answer(KEYS))) {
			assertThat(read(server.connection("http")).entries("/a/")).hasSize(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", "HTTP/1.1 200\r\n\r\n",
			"HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}", "",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
			"\u0015\u0003\u0003\u0000\u0002\u0002\u0028" })
	@Timeout(60)
	void answerThatIsNotHttpIsForTheClientToFindOutAbout(String answer) throws Exception {
		try (TellingServer server = new TellingServer(answer)) {
			assertThatExceptionOfType(GatewayUnusableException.class).isThrownBy(() -> read(server.connection("http")));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\n\r\n%s", "HTTP/1.0 200 OK\r\n\r\n%s",
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nconnection: close\r\n\r\n%s",
			"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n%2$x;x=y\r\n%1$s\r\n0\r\nX: y\r\n\r\n" })
	@Timeout(60)
	void bodyEndsAsTheAnswerSays(String answer) throws Exception {
		try (TellingServer server = new TellingServer(answer.formatted(KEYS, KEYS.length()))) {
			assertThat(read(server.connection("http")).entries("/a/")).hasSize(1);
		}
	}

	private static String answer(String body) {
		return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
	}

	@Test
	void memberWithoutLeaderIsNamed() {
		this.answers.add(refusal(503, 14, "etcdserver: no leader"));
		assertThatExceptionOfType(LeaderLostException.class).isThrownBy(this::read)
			.withMessage(
					"The member has no leader: etcd at " + connection().endpoints().get(0) + " has lost its majority");
	}

	private static Answer refusal(int status, int code, String message) {
		return new Answer(status,
				"{\"error\":\"" + message + "\",\"message\":\"" + message + "\",\"code\":" + code + "}");
	}

	private record Answer(int status, String body) {
	}

	/**
	 * A server that takes connections, one after the other.
	 */
	private abstract static class RawServer implements AutoCloseable {

		private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

		private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

		RawServer() throws IOException {
			this.executor.execute(this::serve);
		}

		private void serve() {
			try {
				while (true) {
					serve(this.socket.accept(), this.executor);
				}
			}
			catch (IOException ex) {
				this.executor.shutdown();
			}
		}

		abstract void serve(Socket socket, ScheduledExecutorService executor) throws IOException;

		EtcdConnection connection(String scheme) {
			return EtcdConnection.to(scheme + "://127.0.0.1:" + this.socket.getLocalPort());
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
			this.executor.shutdownNow();
		}

	}

	/**
	 * Answers with a byte every few milliseconds.
	 */
	private static final class TricklingServer extends RawServer {

		private final String begin;

		TricklingServer(String begin) throws IOException {
			this.begin = begin;
		}

		@Override
		void serve(Socket socket, ScheduledExecutorService executor) throws IOException {
			socket.getOutputStream().write(this.begin.getBytes(StandardCharsets.ISO_8859_1));
			executor.scheduleAtFixedRate(() -> {
				try {
					socket.getOutputStream().write('x');
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, 20, 20, TimeUnit.MILLISECONDS);
		}

	}

	/**
	 * Says one thing for each connection, once it was asked, and ends the connection.
	 */
	private static final class TellingServer extends RawServer {

		private final Deque<String> said;

		TellingServer(String... said) throws IOException {
			this.said = new ArrayDeque<>(List.of(said));
		}

		@Override
		void serve(Socket socket, ScheduledExecutorService executor) throws IOException {
			try (socket) {
				InputStream in = socket.getInputStream();
				HttpHead.line(in);
				long length = 0;
				for (String line = HttpHead.line(in); !line.isEmpty(); line = HttpHead.line(in)) {
					length = line.startsWith("Content-Length: ") ? Long.parseLong(line.substring(16)) : length;
				}
				in.readNBytes((int) length);
				socket.getOutputStream().write(this.said.remove().getBytes(StandardCharsets.ISO_8859_1));
			}
		}

	}

	private static final class RecordingCookies extends CookieHandler {

		private final List<String> asked;

		RecordingCookies(List<String> asked) {
			this.asked = asked;
		}

		@Override
		public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
			this.asked.add("cookies");
			return Map.of("Cookie", List.of("session=s3cr3t"));
		}

		@Override
		public void put(URI uri, Map<String, List<String>> headers) {
			this.asked.add("kept");
		}

	}

	private static final class RecordingProxies extends ProxySelector {

		private final List<String> asked;

		RecordingProxies(List<String> asked) {
			this.asked = asked;
		}

		@Override
		public List<Proxy> select(URI uri) {
			this.asked.add("proxies");
			return List.of(Proxy.NO_PROXY);
		}

		@Override
		public void connectFailed(URI uri, SocketAddress address, IOException failure) {
			this.asked.add("failed");
		}

	}

}
