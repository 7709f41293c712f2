package io.setpoint.configdata;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

import io.setpoint.rollout.Identity;
import io.setpoint.snapshot.SnapshotFile;
import io.setpoint.store.EtcdConnection;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.ssl.JksSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * Builds sessions from what the environment says before there is a context.
 */
final class ImportSessions {

	private static final SecureRandom RANDOM = new SecureRandom();

	private ImportSessions() {
	}

	/**
	 * Return the one session of an application, which is handed to its context.
	 * @param bootstrapContext keeps it until then
	 * @param binder binds its settings
	 * @param logFactory logs when logging is ready
	 * @return the session
	 */
	static ImportSession of(ConfigurableBootstrapContext bootstrapContext, Binder binder,
			DeferredLogFactory logFactory) {
		if (!bootstrapContext.isRegistered(ImportSession.class)) {
			LocationSources sources = Objects.requireNonNull(bootstrapContext.get(LocationSources.class));
			ImportSession session = create(sources, binder, logFactory);
			bootstrapContext.register(ImportSession.class, InstanceSupplier.of(session));
			bootstrapContext
				.addCloseListener((event) -> session.promote(event.getApplicationContext().getBeanFactory()));
		}
		return Objects.requireNonNull(bootstrapContext.get(ImportSession.class));
	}

	static ImportSession create(LocationSources sources, Binder binder, DeferredLogFactory logFactory) {
		Log logger = logFactory.getLog(ImportSession.class);
		SetpointProperties properties = binder.bindOrCreate("setpoint", SetpointProperties.class);
		EtcdConnection connection = connection(properties.etcd(), binder);
		String application = binder.bind("spring.application.name", String.class).orElse("application");
		SnapshotFile snapshotFile = properties.snapshot().enabled()
				? new SnapshotFile(Path.of(properties.snapshot().directory()), application) : null;
		StartupReader reader = new StartupReader(connection, properties.config().startupTimeout());
		return new ImportSession(sources, properties, identity(properties.instance()), connection, reader, snapshotFile,
				logger);
	}

	private static Identity identity(SetpointProperties.Instance instance) {
		String id = instance.id();
		return new Identity(StringUtils.hasText(id) ? id : host() + "-" + HexFormat.of().toHexDigits(RANDOM.nextInt()),
				instance.labels());
	}

	private static String host() {
		String name = System.getenv("HOSTNAME");
		try {
			return StringUtils.hasText(name) ? name : InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "instance";
		}
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
