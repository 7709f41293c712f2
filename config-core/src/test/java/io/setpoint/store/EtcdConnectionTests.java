package io.setpoint.store;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ssl.SslBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EtcdConnection}.
 */
class EtcdConnectionTests {

	@Test
	void toWhenPortIsMissingTakesThePortOfEtcd() {
		assertThat(EtcdConnection.to("http://one", "http://two:1234/", "http://one:2379").endpoints())
			.containsExactly("http://one:2379", "http://two:1234");
	}

	@Test
	void toWhenSchemeIsMissingTakesHttp() {
		assertThat(EtcdConnection.to("127.0.0.1:2379", "one", " two:1234 ", "[::1]:2379").endpoints())
			.containsExactly("http://127.0.0.1:2379", "http://one:2379", "http://two:1234", "http://[::1]:2379");
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdConnection.to("one:2379", "https://two:2379"))
			.withMessageContaining("mix http and https");
	}

	@Test
	void toWhenHostIsAnIpv6AddressKeepsIt() {
		EtcdConnection connection = EtcdConnection.to("https://[::1]:2379");
		assertThat(connection.endpoints()).containsExactly("https://[::1]:2379");
		assertThat(connection.isSecure()).isTrue();
		assertThat(Connector.target(connection)).isEqualTo("ip:///%5B::1%5D:2379");
	}

	@Test
	void toHasDefaults() {
		EtcdConnection connection = EtcdConnection.to("http://127.0.0.1:2379");
		assertThat(connection.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(connection.callTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(connection.keepAliveTime()).isEqualTo(Duration.ofSeconds(10));
		assertThat(connection.keepAliveTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(connection.maxInboundMessageSize()).isEqualTo(64 * 1024 * 1024);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "ftp://localhost:2379", "a:b", "a:2379/path", "root:secret@localhost:2379",
			"http://", "http://a b:2379", "http://root:secret@localhost:2379", "http://localhost:2379/path",
			"http://localhost:2379?query" })
	void toWhenEndpointIsMalformedIsRefusedWithoutTellingIt(String endpoint) {
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdConnection.to(endpoint))
			.withMessage("An endpoint of etcd must look like 'http://host:2379' or 'https://host:2379', "
					+ "without user, path or query");
	}

	@Test
	void toWhenThereIsNoEndpointIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdConnection.to(List.of()))
			.withMessage("At least one endpoint of etcd is needed");
	}

	@Test
	void toWhenSchemesAreMixedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdConnection.to("http://a:1", "https://b:2"))
			.withMessage("The endpoints [http://a:1, https://b:2] mix http and https: use one of them");
	}

	@Test
	void withSslWhenEndpointIsPlainIsRefused() {
		EtcdConnection connection = EtcdConnection.to("http://a:1");
		assertThatIllegalArgumentException().isThrownBy(() -> connection.withSsl(mock(SslBundle.class)))
			.withMessage("An SSL bundle is set, but the endpoints [http://a:1] are not https");
	}

	@Test
	void withUserWhenOneHalfIsMissingIsRefused() {
		EtcdConnection connection = EtcdConnection.to("http://a:1");
		assertThatIllegalArgumentException().isThrownBy(() -> connection.withUser("app", ""))
			.withMessage("A user needs a password and a password needs a user");
		assertThatIllegalArgumentException().isThrownBy(() -> connection.withUser(null, "secret"))
			.withMessage("A user needs a password and a password needs a user");
	}

	@Test
	void withUserWhenBothAreEmptyHasNone() {
		EtcdConnection connection = EtcdConnection.to("http://a:1").withUser("", "");
		assertThat(connection.user()).isNull();
		assertThat(connection.password()).isNull();
	}

	@Test
	void withTimeoutsWhenNotPositiveIsRefused() {
		EtcdConnection connection = EtcdConnection.to("http://a:1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> connection.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
			.withMessage("'connectTimeout' must be a positive time of at most 24 days");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> connection.withTimeouts(Duration.ofSeconds(1), Duration.ofDays(25)))
			.withMessage("'callTimeout' must be a positive time of at most 24 days");
	}

	@Test
	void toStringTellsTheUserButNotThePassword() {
		assertThat(EtcdConnection.to("http://a:1", "http://b:2").withUser("app", "secret"))
			.hasToString("etcd at http://a:1, http://b:2 as 'app'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://etcd.example.org:2379", "http://10.0.0.1:2379", "http://[fe80::1]:2379",
			"http://127.0.0.1.example.org:2379", "http://localhost.example.org:2379" })
	void isPasswordExposedWhenHostIsElsewhere(String endpoint) {
		EtcdConnection connection = EtcdConnection.to("http://127.0.0.1:2379", endpoint);
		assertThat(connection.withUser("app", "s3cr3t").isPasswordExposed()).isTrue();
		assertThat(connection.isPasswordExposed()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:2379", "http://127.1.2.3:2379", "http://localhost:2379",
			"http://[::1]:2379", "https://etcd.example.org:2379" })
	void isPasswordExposedWhenHostIsThisOneOrReachedByTls(String endpoint) {
		assertThat(EtcdConnection.to(endpoint).withUser("app", "s3cr3t").isPasswordExposed()).isFalse();
	}

}
