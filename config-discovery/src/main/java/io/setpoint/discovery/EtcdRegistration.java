package io.setpoint.discovery;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import io.setpoint.naming.Endpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.util.Assert;

/**
 * How this instance is, or will be, registered. What is put into its metadata before it
 * is registered is registered with it.
 *
 * @since 0.1.0
 */
public final class EtcdRegistration implements Registration {

	static final String SECURE = "secure";

	private final String serviceId;

	private final @Nullable String instanceId;

	private final String host;

	private final Map<String, String> metadata;

	private final boolean portGiven;

	private volatile int port;

	/**
	 * Create a registration.
	 * @param serviceId the name of the service
	 * @param instanceId the id of the instance, {@code null} for its host and port
	 * @param host the host that others reach it at
	 * @param port the port that others reach it at, 0 if that is not known yet
	 * @param metadata what else others can read of it
	 */
	public EtcdRegistration(String serviceId, @Nullable String instanceId, String host, int port,
			Map<String, String> metadata) {
		Assert.hasText(serviceId, "The service has no name: set 'spring.application.name'");
		Assert.isTrue(serviceId.indexOf('/') < 0,
				"The name of the service has a '/': set another 'spring.application.name'");
		Assert.isTrue(instanceId == null || (!instanceId.isBlank() && instanceId.indexOf('/') < 0),
				"'setpoint.discovery.instance-id' is blank or has a '/': correct it");
		this.serviceId = serviceId;
		this.instanceId = instanceId;
		this.host = host;
		this.port = port;
		this.portGiven = port != 0;
		this.metadata = new LinkedHashMap<>(metadata);
	}

	/**
	 * The web server listens, at another port than before if it was started again.
	 * @param port the port, which counts unless one was given
	 */
	void listensAt(int port) {
		if (!this.portGiven) {
			this.port = port;
		}
	}

	Endpoint endpoint() {
		return new Endpoint(this.serviceId, getInstanceId(), this.host, this.port, this.metadata);
	}

	@Override
	public String getInstanceId() {
		return (this.instanceId != null) ? this.instanceId : this.host + ":" + this.port;
	}

	@Override
	public String getServiceId() {
		return this.serviceId;
	}

	@Override
	public String getHost() {
		return this.host;
	}

	@Override
	public int getPort() {
		return this.port;
	}

	@Override
	public boolean isSecure() {
		return Boolean.parseBoolean(this.metadata.get(SECURE));
	}

	@Override
	public String getScheme() {
		return isSecure() ? "https" : "http";
	}

	@Override
	public URI getUri() {
		return ServiceInstance.createUri(this);
	}

	@Override
	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	@Override
	public String toString() {
		return "'" + getInstanceId() + "' of '" + this.serviceId + "' at " + this.host + ":" + this.port;
	}

}
