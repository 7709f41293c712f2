package io.setpoint.configdata;

import java.nio.file.Path;

import io.setpoint.snapshot.SnapshotFile;
import io.setpoint.store.EtcdConnection;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.ssl.JksSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.ssl.SslBundle;

/**
 * Builds sessions from what the environment says before there is a context.
 */
final class ImportSessions {

	private ImportSessions() {
	}

	static ImportSession create(LocationSources sources, Binder binder, DeferredLogFactory logFactory) {
		Log logger = logFactory.getLog(ImportSession.class);
		SetpointProperties properties = binder.bindOrCreate("setpoint", SetpointProperties.class);
		EtcdConnection connection = connection(properties.etcd(), binder);
		String application = binder.bind("spring.application.name", String.class).orElse("application");
		SnapshotFile snapshotFile = properties.snapshot().enabled()
				? new SnapshotFile(Path.of(properties.snapshot().directory()), application) : null;
		StartupReader reader = new StartupReader(connection, properties.config().startupTimeout());
		return new ImportSession(sources, properties, connection, reader, snapshotFile, logger);
	}

	private static EtcdConnection connection(SetpointProperties.Etcd etcd, Binder binder) {
		return EtcdConnection.to(etcd.endpoints())
			.withUser(etcd.user(), etcd.password())
			.withSsl(sslBundle(etcd.ssl().bundle(), binder))
			.withTimeouts(etcd.connectTimeout(), etcd.callTimeout());
	}

	private static @Nullable SslBundle sslBundle(@Nullable String name, Binder binder) {
		if (name == null) {
			return null;
		}
		return binder.bind("spring.ssl.bundle.pem." + name, PemSslBundleProperties.class)
			.map(PropertiesSslBundle::get)
			.orElseGet(() -> binder.bind("spring.ssl.bundle.jks." + name, JksSslBundleProperties.class)
				.map(PropertiesSslBundle::get)
				.orElseThrow(() -> new UnknownSslBundleException(name)));
	}

}
