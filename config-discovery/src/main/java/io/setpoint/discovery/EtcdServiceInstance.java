package io.setpoint.discovery;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.setpoint.naming.Endpoint;

import org.springframework.cloud.client.ServiceInstance;

/**
 * An instance as etcd has it.
 *
 * @param endpoint what etcd has
 */
record EtcdServiceInstance(Endpoint endpoint) implements ServiceInstance {

	static List<ServiceInstance> all(List<Endpoint> endpoints) {
		return endpoints.stream().<ServiceInstance>map(EtcdServiceInstance::new).toList();
	}

	@Override
	public String getInstanceId() {
		return this.endpoint.instance();
	}

	@Override
	public String getServiceId() {
		return this.endpoint.service();
	}

	/**
	 * Return the host as it stands in an URL.
	 */
	@Override
	public String getHost() {
		String host = this.endpoint.host();
		return (host.indexOf(':') < 0) ? host : "[" + host + "]";
	}

	@Override
	public int getPort() {
		return this.endpoint.port();
	}

	@Override
	public boolean isSecure() {
		return Boolean.parseBoolean(this.endpoint.metadata().get(EtcdRegistration.SECURE));
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
		return this.endpoint.metadata();
	}

	@Override
	public String toString() {
		return this.endpoint.toString();
	}

}
