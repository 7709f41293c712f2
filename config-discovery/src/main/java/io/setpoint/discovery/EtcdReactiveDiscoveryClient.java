package io.setpoint.discovery;

import io.setpoint.naming.Directory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

/**
 * The reactive twin of {@link EtcdDiscoveryClient}, which never blocks.
 */
class EtcdReactiveDiscoveryClient implements ReactiveDiscoveryClient {

	private final Directory directory;

	EtcdReactiveDiscoveryClient(Directory directory) {
		this.directory = directory;
	}

	@Override
	public String description() {
		return EtcdDiscoveryClient.description(this.directory);
	}

	@Override
	public Flux<ServiceInstance> getInstances(String serviceId) {
		return Mono.fromFuture(() -> this.directory.find(serviceId)).flatMapIterable(EtcdServiceInstance::all);
	}

	@Override
	public Flux<String> getServices() {
		return Mono.fromFuture(this.directory::services).flatMapIterable((services) -> services);
	}

}
