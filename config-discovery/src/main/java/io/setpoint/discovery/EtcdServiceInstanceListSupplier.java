package io.setpoint.discovery;

import java.util.List;

import io.setpoint.naming.Directory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;

/**
 * Gives a load balancer the instances that etcd has now: what has left a moment ago is
 * not called any more.
 */
class EtcdServiceInstanceListSupplier implements ServiceInstanceListSupplier {

	private final String serviceId;

	private final Directory directory;

	EtcdServiceInstanceListSupplier(String serviceId, Directory directory) {
		this.serviceId = serviceId;
		this.directory = directory;
	}

	@Override
	public String getServiceId() {
		return this.serviceId;
	}

	@Override
	public Flux<List<ServiceInstance>> get() {
		return Mono.fromFuture(() -> this.directory.find(this.serviceId)).map(EtcdServiceInstance::all).flux();
	}

}
