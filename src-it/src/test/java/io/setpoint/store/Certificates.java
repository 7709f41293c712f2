package io.setpoint.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificate authorities and what they issue, made by {@code openssl}.
 */
final class Certificates {

	private final Path directory;

	Certificates(Path directory) {
		this.directory = directory;
	}

	/**
	 * Make an authority.
	 * @param name its name
	 */
	void authority(String name) {
		openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
				"/CN=" + name, "-keyout", key(name), "-out", certificate(name));
	}

	/**
	 * Issue a certificate.
	 * @param name its name
	 * @param authority who issues it
	 * @param days how long it is valid, which may be negative
	 * @param alternatives the subject's alternative names
	 */
	void issue(String name, String authority, int days, String alternatives) {
		try {
			Path extensions = Files.writeString(this.directory.resolve(name + ".ext"),
					"subjectAltName=" + alternatives + "\nextendedKeyUsage=serverAuth,clientAuth\n");
			Path request = this.directory.resolve(name + ".csr");
			openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=" + name,
					"-keyout", key(name), "-out", request.toString());
			openssl("x509", "-req", "-in", request.toString(), "-CA", certificate(authority), "-CAkey", key(authority),
					"-CAcreateserial", "-days", Integer.toString(days), "-extfile", extensions.toString(), "-out",
					certificate(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String certificate(String name) {
		return this.directory.resolve(name + ".pem").toString();
	}

	String key(String name) {
		return this.directory.resolve(name + ".key").toString();
	}

	SslBundle bundle(String authority, @Nullable String client) {
		PemSslStoreDetails trust = PemSslStoreDetails.forCertificate("file:" + certificate(authority));
		PemSslStoreDetails own = (client != null)
				? PemSslStoreDetails.forCertificate("file:" + certificate(client)).withPrivateKey("file:" + key(client))
				: null;
		return SslBundle.of(new PemSslStoreBundle(own, trust));
	}

	private static void openssl(String... arguments) {
		List<String> command = new ArrayList<>(List.of("openssl"));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(output).isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
