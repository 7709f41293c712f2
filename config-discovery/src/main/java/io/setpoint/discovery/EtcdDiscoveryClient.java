package io.setpoint.discovery;

import java.util.List;

import io.setpoint.naming.Directory;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Looks services up in the copy of what etcd has. Only the first question for a service
 * waits, and no longer than one call of etcd takes.
 */
class EtcdDiscoveryClient implements DiscoveryClient {

	private final Directory directory;

	EtcdDiscoveryClient(Directory directory) {
		this.directory = directory;
	}

	/**
	 * Says that it is etcd, and since when the copy is not known to be current.
	 */
	@Override
	public String description() {
		return description(this.directory);
	}

	static String description(Directory directory) {
		return "Setpoint discovery (etcd)"
				+ directory.staleSince().map((since) -> ", the last known instances of " + since).orElse("");
	}

	@Override
	public List<ServiceInstance> getInstances(String serviceId) {
		return EtcdServiceInstance.all(this.directory.find(serviceId).join());
	}

	@Override
	public List<String> getServices() {
		return List.copyOf(this.directory.services().join());
	}

}
