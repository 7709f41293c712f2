package io.setpoint.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.setpoint.test.EtcdMember;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionProbe}.
 */
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class ConnectionProbeTests {

	private static final String HERE = "DNS:localhost,IP:127.0.0.1";

	private static Certificates certificates;

	private static EtcdMember plain;

	private static EtcdMember secure;

	private static EtcdMember mutual;

	private static EtcdMember misnamed;

	private static EtcdMember expired;

	@BeforeAll
	static void start(@TempDir Path directory) {
		certificates = new Certificates(directory);
		certificates.authority("ca");
		certificates.authority("other");
		certificates.issue("server", "ca", 2, HERE);
		certificates.issue("client", "ca", 2, HERE);
		certificates.issue("stranger", "other", 2, HERE);
		certificates.issue("misnamed", "ca", 2, "DNS:etcd.example.org");
		certificates.issue("expired", "ca", -1, HERE);
		plain = EtcdMember.start();
		secure = secure("server");
		mutual = secure("server", "--client-cert-auth", "--trusted-ca-file", certificates.certificate("ca"));
		misnamed = secure("misnamed");
		expired = secure("expired");
	}

	@AfterAll
	static void stop() {
		for (EtcdMember etcd : new EtcdMember[] { plain, secure, mutual, misnamed, expired }) {
			etcd.close();
		}
	}

	@Test
	void probeWhenServerIsThereCompletes() {
		assertThat(probe(EtcdConnection.to(plain.url()))).isNull();
	}

	@Test
	void probeWhenCertificateIsTrustedCompletes() {
		assertThat(probe(EtcdConnection.to(secure.url()).withSsl(certificates.bundle("ca", null)))).isNull();
	}

	@Test
	void probeWhenClientCertificateIsTrustedCompletes() {
		assertThat(probe(EtcdConnection.to(mutual.url()).withSsl(certificates.bundle("ca", "client")))).isNull();
	}

	@Test
	void probeWhenNothingListensSaysSo() throws IOException {
		String url = "http://127.0.0.1:" + DeafPorts.next();
		assertThat(probe(EtcdConnection.to(url))).isInstanceOf(StoreUnreachableException.class)
			.hasMessage("Nothing listens for etcd at " + url + ": start it or correct 'setpoint.etcd.endpoints'");
	}

	@Test
	void probeWhenNothingListensAtAnyEndpointNamesAll() throws IOException {
		List<String> urls = List.of("http://127.0.0.1:" + DeafPorts.next(), "http://127.0.0.1:" + DeafPorts.next());
		assertThat(probe(EtcdConnection.to(urls))).isInstanceOf(StoreUnreachableException.class)
			.hasMessage("Nothing listens for etcd at " + urls.get(0) + ", " + urls.get(1)
					+ ": start it or correct 'setpoint.etcd.endpoints'");
	}

	@Test
	void probeWhenOneOfTheEndpointsServesCompletes() throws IOException {
		assertThat(probe(EtcdConnection.to("http://127.0.0.1:" + DeafPorts.next(), plain.url()))).isNull();
	}

	@Test
	void probeWhenEndpointsFailInDifferentWaysSaysTheMostTelling() throws IOException {
		String nothing = "https://127.0.0.1:" + DeafPorts.next();
		EtcdConnection connection = EtcdConnection.to(nothing, secure.url());
		StoreException failure = probe(connection);
		assertThat(failure).isInstanceOf(TlsFailedException.class);
		assertThat(failure).hasMessageContaining(secure.url());
		assertThat(failure.getSuppressed()).singleElement().isInstanceOf(StoreUnreachableException.class);
	}

	@Test
	void probeWhenHostIsUnknownSaysSo() {
		assertThat(probe(EtcdConnection.to("http://nowhere.invalid:2379")))
			.isInstanceOf(StoreUnreachableException.class)
			.hasMessage("The host of etcd at http://nowhere.invalid:2379 is unknown: "
					+ "correct 'setpoint.etcd.endpoints'");
	}

	@Test
	void probeWhenConnectionIsNotTakenSaysSo() throws IOException {
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

			String url = "http://127.0.0.1:" + full.getLocalPort();
			StoreException failure = probe(
					EtcdConnection.to(url).withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(2)));
			assertThat(failure).isInstanceOf(StoreUnreachableException.class)
				.hasMessage("No answer from etcd at " + url + " within 2000 ms");
		}
	}

	@Test
	void probeWhenCertificateIsNotTrustedSaysSo() {
		String message = "The certificate of etcd at " + secure.url()
				+ " is not trusted: add its authority to the SSL bundle";
		assertThat(probe(EtcdConnection.to(secure.url()))).isInstanceOf(TlsFailedException.class).hasMessage(message);
		assertThat(probe(EtcdConnection.to(secure.url()).withSsl(certificates.bundle("other", null))))
			.isInstanceOf(TlsFailedException.class)
			.hasMessage(message);
	}

	@Test
	void probeWhenCertificateIsForAnotherHostSaysSo() {
		assertThat(probe(EtcdConnection.to(misnamed.url()).withSsl(certificates.bundle("ca", null))))
			.isInstanceOf(TlsFailedException.class)
			.hasMessage("The certificate of etcd at " + misnamed.url()
					+ " is for other names: use one of them as endpoint or reissue it");
		assertThat(probe(EtcdConnection.to(misnamed.url().replace("127.0.0.1", "localhost"))
			.withSsl(certificates.bundle("ca", null)))).isInstanceOf(TlsFailedException.class)
			.hasMessageContaining("is for other names");
	}

	@Test
	void probeWhenCertificateHasExpiredSaysSo() {
		assertThat(probe(EtcdConnection.to(expired.url()).withSsl(certificates.bundle("ca", null))))
			.isInstanceOf(TlsFailedException.class)
			.hasMessage("The certificate of etcd at " + expired.url() + " has expired or is not valid yet: renew it");
	}

	@Test
	void probeWhenClientCertificateIsMissingSaysSo() {
		assertThat(probe(EtcdConnection.to(mutual.url()).withSsl(certificates.bundle("ca", null))))
			.isInstanceOf(TlsFailedException.class)
			.hasMessage("etcd at " + mutual.url()
					+ " wants a client certificate that it trusts: set one in the SSL bundle");
	}

	@Test
	void probeWhenClientCertificateIsNotTrustedSaysSo() {
		assertThat(probe(EtcdConnection.to(mutual.url()).withSsl(certificates.bundle("ca", "stranger"))))
			.isInstanceOf(TlsFailedException.class)
			.hasMessage("etcd at " + mutual.url()
					+ " wants a client certificate that it trusts: set one in the SSL bundle");
	}

	@Test
	void probeWhenServerExpectsTlsSaysSo() {
		String url = secure.url().replace("https", "http");
		assertThat(probe(EtcdConnection.to(url))).isInstanceOf(TlsFailedException.class)
			.hasMessage("etcd at " + url + " seems to expect TLS: use 'https://' in 'setpoint.etcd.endpoints'");
	}

	@Test
	void probeWhenServerSpeaksPlainTextSaysSo() {
		String url = plain.url().replace("http", "https");
		assertThat(probe(EtcdConnection.to(url))).isInstanceOf(TlsFailedException.class)
			.hasMessage("etcd at " + url
					+ " seems to speak plain text: use 'http://' in 'setpoint.etcd.endpoints' or switch on TLS in etcd");
	}

	@Test
	void readWhenCertificateIsTrustedReturnsTheKeys() {
		EtcdConnection connection = EtcdConnection.to(mutual.url()).withSsl(certificates.bundle("ca", "client"));
		try (Store store = Stores.connect(connection)) {
			assertThat(store.read(List.of("/a/")).orTimeout(30, TimeUnit.SECONDS).join().revision()).isPositive();
			RecordingListener listener = new RecordingListener();
			store.watch("/a/", 1, listener);
			listener.awaitCreated();
		}
	}

	@Test
	void watchWhenCertificateIsNotTrustedEndsWithTheReason() {
		try (Store store = Stores.connect(EtcdConnection.to(secure.url()))) {
			RecordingListener listener = new RecordingListener();
			store.watch("/a/", 1, listener);
			assertThat(listener.awaitEnd()).isInstanceOf(TlsFailedException.class);
		}
	}

	private static EtcdMember secure(String server, String... more) {
		List<String> options = new ArrayList<>(
				List.of("--cert-file", certificates.certificate(server), "--key-file", certificates.key(server)));
		options.addAll(List.of(more));
		return EtcdMember.start("https", options, List.of());
	}

	@SuppressWarnings("NullAway")
	private static @Nullable StoreException probe(EtcdConnection connection) {
		return (StoreException) Stores.probe(connection, List.of("/a/"))
			.handle((done, failure) -> failure)
			.orTimeout(30, TimeUnit.SECONDS)
			.join();
	}

}
