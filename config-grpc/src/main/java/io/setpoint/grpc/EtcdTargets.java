package io.setpoint.grpc;

import io.grpc.LoadBalancerRegistry;
import io.grpc.NameResolverRegistry;
import io.setpoint.naming.Directory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Has gRPC know targets in etcd for as long as the application runs.
 */
class EtcdTargets implements DisposableBean {

	private final Directory directory;

	private final EtcdNameResolverProvider names;

	private final EtcdLoadBalancerProvider turns = new EtcdLoadBalancerProvider();

	EtcdTargets(Directory directory) {
		this.directory = directory;
		this.names = new EtcdNameResolverProvider(directory);
		NameResolverRegistry.getDefaultRegistry().register(this.names);
		LoadBalancerRegistry.getDefaultRegistry().register(this.turns);
	}

	Directory directory() {
		return this.directory;
	}

	@Override
	public void destroy() {
		NameResolverRegistry.getDefaultRegistry().deregister(this.names);
		LoadBalancerRegistry.getDefaultRegistry().deregister(this.turns);
	}

}
