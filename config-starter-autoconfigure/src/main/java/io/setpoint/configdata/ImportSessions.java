package io.setpoint.configdata;

import java.nio.file.Path;
import java.util.function.Supplier;

import io.setpoint.instance.Identity;
import io.setpoint.lastgood.SnapshotFile;
import io.setpoint.store.EtcdConnection;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.ssl.JksSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Builds sessions from what the environment says before there is a context.
 */
final class ImportSessions {

	private ImportSessions() {
	}

	static ImportSession create(LocationSources sources, ConfigurableEnvironment environment,
			DeferredLogFactory logFactory) {
		SettingsReader settingsReader = new SettingsReader(environment);
		Settings settings = settingsReader.read();
		SetpointProperties properties = settings.properties();
		EtcdConnection connection = connection(properties.etcd(), settingsReader.binder());
		Log logger = logFactory.getLog(ImportSession.class);
		if (connection.isPasswordExposed()) {
			logger.warn("'setpoint.etcd.password' is sent to " + connection.endpoints()
					+ " as plain text, and so are all values: switch TLS of etcd on and write 'https://' in"
					+ " 'setpoint.etcd.endpoints'");
		}
		SnapshotFile snapshotFile = properties.snapshot().enabled()
				? new SnapshotFile(Path.of(properties.snapshot().directory()), settings.application()) : null;
		StartupReader reader = new StartupReader(connection, properties.config().startupTimeout(),
				properties.etcd().httpGateway());
		Supplier<Identity> identity = SingletonSupplier.of(() -> identity(properties.instance()));
		return new ImportSession(sources, settings, identity, connection, reader, snapshotFile, logger);
	}

	private static Identity identity(SetpointProperties.Instance instance) {
		String id = instance.id();
		return new Identity(StringUtils.hasText(id) ? id : Identity.randomId(), instance.labels());
	}

	private static EtcdConnection connection(SetpointProperties.Etcd etcd, Binder binder) {
		return EtcdConnection.to(etcd.endpoints())
			.withUser(etcd.user(), etcd.password())
			.withSsl(sslBundle(etcd.ssl().bundle(), binder))
			.withTimeouts(etcd.connectTimeout(), etcd.callTimeout())
			.withHeaders(etcd.headers());
	}

	private static @Nullable SslBundle sslBundle(@Nullable String name, Binder binder) {
		if (!StringUtils.hasLength(name)) {
			return null;
		}
		return binder.bind("spring.ssl.bundle.pem." + name, PemSslBundleProperties.class)
			.map(PropertiesSslBundle::get)
			.orElseGet(() -> binder.bind("spring.ssl.bundle.jks." + name, JksSslBundleProperties.class)
				.map(PropertiesSslBundle::get)
				.orElseThrow(() -> new UnknownSslBundleException(name)));
	}

}
