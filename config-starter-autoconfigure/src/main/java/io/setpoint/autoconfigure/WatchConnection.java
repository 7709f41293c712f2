package io.setpoint.autoconfigure;

import java.util.List;

import io.setpoint.configdata.ImportSession;
import io.setpoint.mirror.InitialImage;
import io.setpoint.store.EtcdClientCustomizer;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Image;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.Lifecycle;

/**
 * How the watch reaches etcd: over the connection of the imports, unless a bean of the
 * application or a service connection says otherwise, which the imports could not see.
 * While the context is stopped, as it is before a checkpoint of the JVM, nothing is
 * connected; whoever needs etcd after the start connects anew. It is stopped after all
 * that use it, because they have higher phases.
 */
class WatchConnection implements Lifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(WatchConnection.class);

	private final ImportSession session;

	private final boolean shared;

	private final WritableStore store;

	private volatile boolean running = true;

	/**
	 * Create a connection.
	 * @param session what the imports have read, and how
	 * @param details how etcd is reached
	 * @param customizers have a say in all calls, those of the imports' connection
	 * included from now on
	 */
	WatchConnection(ImportSession session, EtcdConnectionDetails details, List<EtcdClientCustomizer> customizers) {
		this.session = session;
		this.shared = details instanceof PropertiesEtcdConnectionDetails
				|| connection(details).equals(session.connection());
		if (!customizers.isEmpty()) {
			session.reconnect(session.connection().withCustomizers(customizers));
		}
		this.store = this.shared ? session.store() : Stores.connect(() -> connection(details));
		if (!this.shared) {
			if (connection(details).isPasswordExposed()) {
				logger.warn("The password of etcd is sent to " + details.getEndpoints()
						+ " as plain text, and so are all values: switch TLS of etcd on and use 'https://'");
			}
			logger.info("The imports have read " + session.connection() + ", the watch follows " + connection(details));
		}
	}

	private EtcdConnection connection(EtcdConnectionDetails details) {
		EtcdConnection imports = this.session.connection();
		return to(details).withTimeouts(imports.connectTimeout(), imports.callTimeout())
			.withCustomizers(imports.customizers());
	}

	/**
	 * Return a connection to where details say, which is otherwise as it is by default.
	 * @param details where etcd is and who asks
	 * @return the connection
	 */
	static EtcdConnection to(EtcdConnectionDetails details) {
		return EtcdConnection.to(details.getEndpoints())
			.withUser(details.getUser(), details.getPassword())
			.withSsl(details.getSslBundle());
	}

	WritableStore store() {
		return this.store;
	}

	/**
	 * Return what the imports have read.
	 * @return what the watch goes on from, or reads first if it is from another etcd or
	 * none
	 */
	InitialImage initialImage() {
		Image image = this.session.image();
		return (this.shared && this.session.isCurrent()) ? InitialImage.live(image)
				: InitialImage.lastGood(image, this.session.currentAt());
	}

	/**
	 * Connect anew, with certificates that have been reloaded.
	 * @param bundle the reloaded bundle
	 */
	void reload(SslBundle bundle) {
		logger.info("The certificates for etcd were reloaded, so it is connected to anew");
		if (this.shared) {
			this.session.reconnect(this.session.connection().withSsl(bundle));
		}
		else {
			this.store.reconnect();
		}
	}

	@Override
	public void start() {
		this.running = true;
		this.store.reconnect();
	}

	@Override
	public void stop() {
		this.running = false;
		this.store.disconnect();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void destroy() {
		if (!this.shared) {
			this.store.close();
		}
	}

}
