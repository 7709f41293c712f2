package io.setpoint.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.setpoint.cli.Shell.Ran;
import io.setpoint.test.CertificateAuthority;
import io.setpoint.test.EtcdAccess.Right;
import io.setpoint.test.EtcdCertificate;
import io.setpoint.test.EtcdServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the command line as a process, and against an etcd with TLS and users.
 */
class ProcessTests {

	@TempDir
	private Path folder;

	private Process start(EtcdServer etcd, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Setpoint.class.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder process = new ProcessBuilder(command);
		process.environment().put("SETPOINT_ENDPOINTS", etcd.endpoint());
		process.environment().put("SETPOINT_BY", "pipeline");
		return process.redirectError(ProcessBuilder.Redirect.DISCARD).start();
	}

	private static Ran end(Process process) throws Exception {
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return new Ran(process.waitFor(), out, "");
	}

	@Test
	void twoPipelinesThatApplyAtOnceStartOneRollout() throws Exception {
		String document = Files.writeString(this.folder.resolve("checkout.yaml"), "pricing.timeout: 2s\n").toString();
		String[] apply = { "apply", "checkout", document, "--plan", "all-at-once", "--bake", "1h", "--unjudged",
				"--output", "json" };
		try (EtcdServer etcd = EtcdServer.start()) {
			Process one = start(etcd, apply);
			Process other = start(etcd, apply);
			Ran first = end(one);
			Ran second = end(other);
			assertThat(List.of(first.status(), second.status())).as(first.out() + second.out()).containsOnly(0);
			assertThat(List.of(first.json().get("started"), second.json().get("started")))
				.containsExactlyInAnyOrder(true, false);
			assertThat(etcd.getAll("/rollouts/checkout/history/").values())
				.filteredOn((entry) -> entry.contains("\"action\":\"start\""))
				.hasSize(1);
			assertThat(etcd.getAll("/rollouts/checkout/versions/")).hasSize(1);
			etcd.stop();
			Ran away = end(start(etcd, "versions", "checkout", "--output", "json"));
			assertThat(away.status()).isEqualTo(4);
			assertThat(away.json()).containsEntry("outcome", "unreachable");
		}
	}

	@Test
	void historyIsFollowedUntilItIsInterrupted() throws Exception {
		String document = Files.writeString(this.folder.resolve("a.yaml"), "a: 1\n").toString();
		try (EtcdServer etcd = EtcdServer.start()) {
			Shell shell = new Shell(this.folder, etcd.endpoints());
			shell.run("publish", "checkout", document, "--id", "v1", "--unjudged");
			Process follower = start(etcd, "history", "checkout", "--follow");
			try (BufferedReader lines = follower.inputReader(StandardCharsets.UTF_8)) {
				assertThat(lines.readLine()).contains("publish by alice");
				shell.run("rollout", "release", "checkout", "v1", "--reason", "first version");
				assertThat(lines.readLine()).contains("release by alice", "v1: first version");
				assertThat(follower.isAlive()).isTrue();
			}
			finally {
				follower.destroy();
			}
			assertThat(follower.waitFor()).isNotZero();
		}
	}

	@Test
	void clientCertificateIsPresentedAndMissedByName() throws IOException {
		CertificateAuthority authority = CertificateAuthority.create();
		EtcdCertificate certificate = authority.issue("alice");
		try (EtcdServer etcd = EtcdServer.builder().mutualTls(authority).start()) {
			Path ca = Files.writeString(this.folder.resolve("ca.pem"), authority.certificatePem());
			Path own = Files.writeString(this.folder.resolve("alice.pem"), certificate.certificatePem());
			Path key = Files.writeString(this.folder.resolve("alice-key.pem"), certificate.privateKeyPem());
			String document = Files.writeString(this.folder.resolve("a.yaml"), "a: 1\n").toString();
			Shell shell = new Shell(this.folder, etcd.endpoints()).with("SETPOINT_CA", ca.toString());
			Ran published = shell.run("publish", "checkout", document, "--unjudged", "--certificate", own.toString(),
					"--key", key.toString());
			assertThat(published.status()).as(published.err()).isZero();
			Ran without = shell.run("versions", "checkout");
			assertThat(without.status()).isEqualTo(4);
			assertThat(without.err())
				.contains("wants a client certificate that it trusts: name one by --certificate and --key");
		}
	}

	@Test
	void roleThatTheDocumentationGivesToPublishersSuffices() throws IOException {
		try (EtcdServer etcd = EtcdServer.builder()
			.rootPassword("root-password")
			.role("publisher", Right.READWRITE, "/rollouts/checkout/")
			.role("publisher", Right.READ, "/fleet/checkout/")
			.role("publisher", Right.READ, "/schemas/checkout/")
			.role("keys", Right.READWRITE, "/config/checkout/")
			.role("keys", Right.READ, "/fleet/")
			.role("keys", Right.READ, "/schemas/")
			.user("alice", "alice-password", "publisher")
			.role("narrow", Right.READWRITE, "/config/checkout/pricing/")
			.user("bob", "bob-password", "keys")
			.user("carol", "carol-password", "narrow")
			.start()) {
			String document = Files.writeString(this.folder.resolve("a.yaml"), "a: 1\n").toString();
			Shell alice = new Shell(this.folder, etcd.endpoints()).with("SETPOINT_USER", "alice")
				.with("SETPOINT_PASSWORD", "alice-password");
			Ran applied = alice.run("apply", "checkout", document, "--plan", "all-at-once", "--unjudged");
			assertThat(applied.status()).as(applied.err()).isZero();
			assertThat(alice.run("rollout", "promote", "checkout").status()).isZero();
			assertThat(alice.run("history", "checkout").status()).isZero();
			assertThat(alice.run("put", "etcd:/config/checkout/a=1").status()).isEqualTo(1);
			Ran put = new Shell(this.folder, etcd.endpoints()).with("SETPOINT_USER", "bob")
				.with("SETPOINT_PASSWORD", "bob-password")
				.run("put", "etcd:/config/checkout/a=1");
			assertThat(put.status()).as(put.err()).isZero();
			assertThatNarrowerRightsAreNamed(etcd);
		}
	}

	private void assertThatNarrowerRightsAreNamed(EtcdServer etcd) {
		Shell carol = new Shell(this.folder, etcd.endpoints()).with("SETPOINT_USER", "carol")
			.with("SETPOINT_PASSWORD", "carol-password");
		Ran blind = carol.run("put", "etcd:/config/checkout/pricing/timeout=1s");
		assertThat(blind.status()).isEqualTo(1);
		assertThat(blind.err()).contains("The user 'carol'",
				"may not read there: grant the user's role the right to read the"
						+ " prefix '/fleet/', where live instances say which locations they import");
		etcd.access().permit("narrow", Right.READ, "/fleet/");
		etcd.access().permit("narrow", Right.READ, "/schemas/");
		Ran narrow = carol.run("put", "etcd:/config/checkout/pricing/timeout=1s");
		assertThat(narrow.err())
			.contains("the right to read the prefix '/config/checkout/', whose keys are judged together");
		Ran named = carol.run("put", "etcd:/config/checkout/pricing/timeout=1s", "--location",
				"etcd:/config/checkout/pricing/");
		assertThat(named.status()).as(named.err()).isZero();
	}

	@Test
	void etcdWithTlsAndUsersIsReachedByFlagsAndRefusesByName() throws IOException {
		CertificateAuthority authority = CertificateAuthority.create();
		try (EtcdServer etcd = EtcdServer.builder()
			.tls(authority)
			.rootPassword("root-password")
			.role("publisher", Right.READWRITE, "/rollouts/")
			.role("publisher", Right.READ, "/fleet/")
			.role("publisher", Right.READ, "/schemas/")
			.user("alice", "alice-password", "publisher")
			.start()) {
			Path ca = Files.writeString(this.folder.resolve("ca.pem"), authority.certificatePem());
			Path password = Files.writeString(this.folder.resolve("password"), "alice-password\n");
			String document = Files.writeString(this.folder.resolve("a.yaml"), "a: 1\n").toString();
			Shell shell = new Shell(this.folder, etcd.endpoints()).with("SETPOINT_USER", "alice")
				.with("SETPOINT_CA", ca.toString());
			Ran published = shell.run("publish", "checkout", document, "--unjudged", "--password-file",
					password.toString());
			assertThat(published.status()).as(published.err()).isZero();
			Ran denied = shell.with("SETPOINT_PASSWORD", "alice-password").run("get", "etcd:/config/a");
			assertThat(denied.status()).isEqualTo(1);
			assertThat(denied.err()).contains("The user 'alice'", "may not read there");
			Ran wrong = shell.with("SETPOINT_PASSWORD", "guessed").run("versions", "checkout");
			assertThat(wrong.status()).isEqualTo(4);
			assertThat(wrong.err()).doesNotContain("guessed");
			assertThat(shell.without("SETPOINT_CA").run("versions", "checkout").status()).isEqualTo(4);
		}
	}

}
