package io.setpoint.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.setpoint.test.EtcdSettings.Tls;

/**
 * Builds the command line of a member and the files that it refers to.
 */
final class EtcdCommand {

	private final EtcdSettings settings;

	private final Path folder;

	EtcdCommand(EtcdSettings settings, Path folder) {
		this.settings = settings;
		this.folder = folder;
	}

	Path data() {
		return this.folder.resolve("data");
	}

	Path output() {
		return this.folder.resolve("etcd.log");
	}

	String clientUrl(int port) {
		return ((this.settings.tls() != null) ? "https" : "http") + "://127.0.0.1:" + port;
	}

	List<String> arguments(Member member, List<Member> members) {
		List<String> command = new ArrayList<>(List.of(this.settings.binary().toString()));
		String clientUrl = clientUrl(member.clientPort());
		add(command, "--name", member.name());
		add(command, "--data-dir", data().toString());
		add(command, "--log-level", "warn");
		add(command, "--listen-client-urls", clientUrl);
		add(command, "--advertise-client-urls", clientUrl);
		add(command, "--listen-peer-urls", member.peerUrl());
		add(command, "--initial-advertise-peer-urls", member.advertisedPeerUrl());
		add(command, "--initial-cluster", Member.initialCluster(members));
		add(command, "--heartbeat-interval", String.valueOf(this.settings.heartbeat().toMillis()));
		add(command, "--election-timeout", String.valueOf(this.settings.election().toMillis()));
		addVersionSpecific(command);
		addTls(command);
		command.addAll(this.settings.flags());
		return command;
	}

	private void addVersionSpecific(List<String> command) {
		if (this.settings.binary().version().isAtLeast(3, 5)) {
			add(command, "--unsafe-no-fsync");
		}
		else {
			add(command, "--logger", "zap");
		}
	}

	private void addTls(List<String> command) {
		Tls tls = this.settings.tls();
		if (tls != null) {
			add(command, "--cert-file", file("server.pem").toString());
			add(command, "--key-file", file("server.key").toString());
			if (tls.clientCertificates()) {
				add(command, "--client-cert-auth", "--trusted-ca-file", file("ca.pem").toString());
			}
		}
	}

	void writeAuthority(CertificateAuthority authority) {
		write("ca.pem", authority.certificatePem());
	}

	void writeCertificate(EtcdCertificate certificate) {
		write("server.key", certificate.privateKeyPem());
		write("server.pem", certificate.certificatePem());
	}

	private void write(String name, String content) {
		try {
			Files.writeString(file(name), content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + file(name), ex);
		}
	}

	private Path file(String name) {
		return this.folder.resolve(name);
	}

	private static void add(List<String> command, String... arguments) {
		command.addAll(List.of(arguments));
	}

}
