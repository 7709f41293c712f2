package io.setpoint.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * Certificates that a context names, as PEM files.
 */
final class Certificates {

	private Certificates() {
	}

	static @Nullable SslBundle bundle(Context context, Outside outside) {
		if (context.ca() == null && context.certificate() == null) {
			return null;
		}
		PemSslStoreDetails own = (context.certificate() == null) ? null
				: new PemSslStoreDetails(null, file(context.certificate(), outside), file(context.key(), outside));
		PemSslStoreDetails trusted = (context.ca() == null) ? null
				: PemSslStoreDetails.forCertificate(file(context.ca(), outside));
		return SslBundle.of(new PemSslStoreBundle(own, trusted));
	}

	private static String file(@Nullable String name, Outside outside) {
		if (name == null) {
			throw RefusedException.usage("A certificate of one's own needs its key: name the file by --key");
		}
		Path file = TextFile.path(name, outside).toAbsolutePath();
		if (!Files.isReadable(file)) {
			throw RefusedException
				.usage("There is no file '" + file + "' with certificates or a key that you may read");
		}
		return file.toUri().toString();
	}

}
