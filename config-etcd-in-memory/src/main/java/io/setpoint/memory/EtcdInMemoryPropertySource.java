package io.setpoint.memory;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.log.LogMessage;

/**
 * Has one property, {@value #PROPERTY}: where an etcd in this JVM is, which is started
 * when somebody asks for it. An application whose files do not name that property never
 * has one, whatever is on its class path. In {@code application.yaml}:
 *
 * <pre class="code">
 * ---
 * spring.config.activate.on-profile: default
 * setpoint.etcd.endpoints: ${etcd-in-memory.endpoint}
 * </pre>
 *
 * There is one for all applications of the JVM. Its keys are gone when the JVM ends. The
 * name is told once the application has asked for it: to go through all properties, as
 * the endpoint {@code env} and a refresh do, starts no etcd.
 *
 * @since 0.1.0
 */
public final class EtcdInMemoryPropertySource extends EnumerablePropertySource<Object> {

	/**
	 * The name of the property.
	 */
	public static final String PROPERTY = "etcd-in-memory.endpoint";

	private static final String[] NONE = {};

	private final Log log;

	private volatile boolean asked;

	EtcdInMemoryPropertySource(Log log) {
		super("etcdInMemory");
		this.log = log;
	}

	@Override
	public String[] getPropertyNames() {
		return this.asked ? new String[] { PROPERTY } : NONE;
	}

	@Override
	public boolean containsProperty(String name) {
		return PROPERTY.equals(name);
	}

	@Override
	public @Nullable Object getProperty(String name) {
		if (!PROPERTY.equals(name)) {
			return null;
		}
		this.asked = true;
		return endpoint();
	}

	private String endpoint() {
		MemoryServer server = Shared.SERVER;
		synchronized (server) {
			if (!server.isRunning()) {
				server.start();
				this.log.warn(LogMessage.format("Runs on an etcd in this JVM at %s: its keys are gone when the "
						+ "application ends. setpoint.etcd.endpoints names a real one", server.endpoint()));
			}
			return server.endpoint();
		}
	}

	private static final class Shared {

		static final MemoryServer SERVER = new MemoryServer();

	}

}
