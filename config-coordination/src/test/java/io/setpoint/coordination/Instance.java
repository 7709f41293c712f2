package io.setpoint.coordination;

import java.time.Duration;

import io.setpoint.store.EtcdConnection;

/**
 * What one application has of coordination.
 */
final class Instance implements AutoCloseable {

	static final String ROOT = "/locks/";

	private final CoordinationEtcd etcd;

	private final EtcdLockRegistry registry;

	/**
	 * Create one whose lease ends soon.
	 * @param connection leads to etcd
	 */
	Instance(EtcdConnection connection) {
		this(connection, Duration.ofSeconds(2));
	}

	Instance(EtcdConnection connection, Duration lease) {
		this.etcd = new CoordinationEtcd(() -> connection, "here");
		this.registry = new EtcdLockRegistry(this.etcd.claims(ROOT, lease));
	}

	/**
	 * Create one whose lease outlives a machine that stands still for a while.
	 * @param endpoint where etcd is
	 * @return the instance
	 */
	static Instance at(String endpoint) {
		return new Instance(EtcdConnection.to(endpoint), Duration.ofSeconds(10));
	}

	CoordinationEtcd etcd() {
		return this.etcd;
	}

	EtcdLockRegistry registry() {
		return this.registry;
	}

	FencedLock lock(String name) {
		return this.registry.obtain(name);
	}

	@Override
	public void close() {
		this.registry.destroy();
		this.etcd.destroy();
	}

}
