package io.setpoint.test;

import java.time.Duration;
import java.time.Instant;

import io.setpoint.test.EtcdAccess.Right;
import io.setpoint.test.EtcdGateway.Login;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for TLS and authentication of {@link EtcdServer}.
 */
class EtcdSecurityTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@Test
	void tlsWhenClientTrustsTheAuthorityServesIt() {
		CertificateAuthority authority = CertificateAuthority.create();
		try (EtcdServer etcd = EtcdServer.builder().tls(authority).start()) {
			assertThat(etcd.endpoint()).startsWith("https://127.0.0.1:");
			assertThat(etcd.authority()).isSameAs(authority);
			etcd.put("/a", "1");
			etcd.restart();
			assertThat(etcd.get("/a")).isEqualTo("1");
			assertThat(client(etcd, authority, null).isServing(TIMEOUT)).isTrue();
			assertThat(client(etcd, CertificateAuthority.create(), null).isServing(TIMEOUT)).isFalse();
		}
	}

	@Test
	void renewCertificateWhenItIsForeignOrExpiredIsNotTrusted() {
		CertificateAuthority authority = CertificateAuthority.create();
		CertificateAuthority other = CertificateAuthority.create();
		try (EtcdServer etcd = EtcdServer.builder().tls(authority).start()) {
			etcd.renewCertificate(other.issue("etcd"));
			assertThat(client(etcd, authority, null).isServing(TIMEOUT)).isFalse();
			assertThat(client(etcd, other, null).isServing(TIMEOUT)).isTrue();
			etcd.renewCertificate(authority.issue("etcd", Instant.now().minusSeconds(60)));
			assertThat(client(etcd, authority, null).isServing(TIMEOUT)).isFalse();
			etcd.renewCertificate(authority.issue("etcd"));
			assertThat(client(etcd, authority, null).isServing(TIMEOUT)).isTrue();
		}
	}

	@Test
	void mutualTlsWhenClientHasNoCertificateRefusesIt() {
		CertificateAuthority authority = CertificateAuthority.create();
		try (EtcdServer etcd = EtcdServer.builder().mutualTls(authority).start()) {
			assertThat(client(etcd, authority, authority.issue("app")).isServing(TIMEOUT)).isTrue();
			assertThat(client(etcd, authority, null).isServing(TIMEOUT)).isFalse();
		}
	}

	@Test
	void authenticationWhenUserIsGivenRightsAllowsOnlyThose() {
		try (EtcdServer etcd = secured()) {
			EtcdClient app = login(etcd, "app", "app-password");
			etcd.put("/config/a", "1");
			assertThat(app.get("/config/a")).isEqualTo("1");
			assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> app.put("/config/a", "secret"))
				.withMessage("/v3/kv/put at %s was refused: etcdserver: permission denied", etcd.endpoint());
			etcd.access().revoke("app", "reader");
			assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> app.get("/config/a"));
			etcd.access().grant("app", "reader");
			etcd.access().forbid("reader", "/config/");
			assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> app.get("/config/a"));
			etcd.access().permit("reader", Right.READWRITE, "/config/");
			assertThat(app.put("/config/a", "2")).isEqualTo(etcd.revision());
		}
	}

	@Test
	void authenticationWhenPasswordIsWrongOrMissingRefuses() {
		try (EtcdServer etcd = secured()) {
			assertThatExceptionOfType(EtcdCallException.class)
				.isThrownBy(() -> login(etcd, "app", "wrong").get("/config/a"))
				.withMessage("/v3/auth/authenticate at %s was refused: etcdserver: authentication failed, "
						+ "invalid user ID or password", etcd.endpoint());
			assertThat(client(etcd, null, null).isServing(TIMEOUT)).isFalse();
			etcd.access().changePassword("app", "wrong");
			etcd.put("/config/a", "1");
			assertThat(login(etcd, "app", "wrong").get("/config/a")).isEqualTo("1");
		}
	}

	@Test
	void authenticationWhenServerIsRestartedOrWipedIsStillOn() {
		try (EtcdServer etcd = secured()) {
			etcd.put("/config/a", "1");
			EtcdClient app = login(etcd, "app", "app-password");
			assertThat(app.get("/config/a")).isEqualTo("1");
			etcd.restart();
			assertThat(client(etcd, null, null).isServing(TIMEOUT)).isFalse();
			assertThat(app.get("/config/a")).isEqualTo("1");
			etcd.wipe();
			assertThat(client(etcd, null, null).isServing(TIMEOUT)).isFalse();
			assertThat(login(etcd, "app", "app-password").get("/config/a")).isNull();
			etcd.access().disable();
			assertThat(client(etcd, null, null).isServing(TIMEOUT)).isTrue();
		}
	}

	@Test
	void authenticationWhenClusterSwitchesItOnAppliesToAllMembers() {
		try (EtcdCluster etcd = EtcdCluster.builder().rootPassword("root-password").start()) {
			long revision = etcd.put("/a", "1");
			assertThat(etcd.members()).allSatisfy((member) -> assertThat(member.revision()).isEqualTo(revision));
			etcd.access().disable();
			assertThat(etcd.members()).allSatisfy((member) -> assertThat(member.get("/a")).isEqualTo("1"));
		}
	}

	@Test
	void authenticationWhenTokenIsRefusedLogsInAgain() {
		try (EtcdServer etcd = secured()) {
			EtcdClient app = login(etcd, "app", "app-password");
			etcd.put("/config/a", "1");
			assertThat(app.get("/config/a")).isEqualTo("1");
			etcd.access().changePassword("app", "app-password");
			assertThat(app.get("/config/a")).isEqualTo("1");
		}
	}

	@Test
	void tokenTtlWhenItIsGivenIsPassedOn() {
		try (EtcdServer etcd = EtcdServer.builder().rootPassword("root").tokenTtl(Duration.ofSeconds(3)).start()) {
			assertThat(ProcessHandle.of(etcd.pid()).flatMap((process) -> process.info().arguments()).orElseThrow())
				.containsSequence("--auth-token-ttl", "3");
			assertThat(etcd.put("/a", "1")).isPositive();
		}
	}

	@Test
	void startWhenUsersAreGivenWithoutRootPasswordIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> EtcdServer.builder().user("app", "pw").start())
			.withMessage("Users and roles need authentication: set rootPassword(...), too.");
	}

	@Test
	void authorityWhenServerHasNoTlsSaysHowToGetIt() {
		try (EtcdServer etcd = EtcdServer.start()) {
			assertThatIllegalStateException().isThrownBy(etcd::authority)
				.withMessage("This etcd does not use TLS: start it with tls(...) or mutualTls(...).");
		}
	}

	private static EtcdServer secured() {
		return EtcdServer.builder()
			.rootPassword("root-password")
			.role("reader", Right.READ, "/config/")
			.user("app", "app-password", "reader")
			.start();
	}

	private static EtcdClient client(EtcdServer etcd, @Nullable CertificateAuthority authority,
			@Nullable EtcdCertificate certificate) {
		return new EtcdClient(
				new HttpGateway(etcd.endpoints(), (authority != null) ? authority.sslContext(certificate) : null));
	}

	private static EtcdClient login(EtcdServer etcd, String user, String password) {
		EtcdClient client = client(etcd, null, null);
		client.gateway().login(new Login(user, password));
		return client;
	}

}
