package io.setpoint.discovery;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.serviceregistry.AbstractAutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationProperties;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.client.serviceregistry.RegistrationManagementLifecycle;
import org.springframework.context.ApplicationContext;
import org.springframework.util.Assert;

/**
 * Registers this application by itself, as soon as it takes requests and its port is
 * known.
 */
class EtcdAutoServiceRegistration extends AbstractAutoServiceRegistration<EtcdRegistration> {

	private static final String MANAGEMENT = "management";

	private static final String MANAGEMENT_PORT = "management.port";

	private final EtcdRegistration registration;

	private final boolean readinessAwaited;

	private volatile @Nullable EtcdRegistration management;

	/**
	 * Create an automatic registration.
	 * @param context the context of the application
	 * @param registry where it is registered
	 * @param properties settings of Spring Cloud
	 * @param registration how it is registered
	 * @param readinessAwaited whether somebody says when the application takes requests;
	 * otherwise it does when its web server listens
	 * @param managementLifecycles told of the registration of the management port
	 * @param lifecycles told of the registration
	 */
	EtcdAutoServiceRegistration(ApplicationContext context, EtcdServiceRegistry registry,
			AutoServiceRegistrationProperties properties, EtcdRegistration registration, boolean readinessAwaited,
			List<RegistrationManagementLifecycle<EtcdRegistration>> managementLifecycles,
			List<RegistrationLifecycle<EtcdRegistration>> lifecycles) {
		super(context, registry, properties, managementLifecycles, lifecycles);
		this.registration = registration;
		this.readinessAwaited = readinessAwaited;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		int port = event.getWebServer().getPort();
		if (WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), MANAGEMENT)) {
			this.registration.getMetadata().put(MANAGEMENT_PORT, Integer.toString(port));
			this.management = new EtcdRegistration(this.registration.getServiceId() + ":" + MANAGEMENT, null,
					this.registration.getHost(), port, this.registration.getMetadata());
			return;
		}
		this.registration.listensAt(port);
		if (!this.readinessAwaited) {
			start();
		}
	}

	@Override
	public void start() {
		if (this.registration.getPort() > 0) {
			super.start();
		}
	}

	@Override
	protected boolean isEnabled() {
		return true;
	}

	@Override
	protected EtcdRegistration getRegistration() {
		return this.registration;
	}

	@Override
	protected boolean shouldRegisterManagement() {
		return this.management != null && super.shouldRegisterManagement();
	}

	@Override
	protected EtcdRegistration getManagementRegistration() {
		EtcdRegistration management = this.management;
		Assert.state(management != null, "There is no management port of its own");
		return management;
	}

	@Override
	@SuppressWarnings("deprecation")
	protected Object getConfiguration() {
		return this.registration;
	}

}
