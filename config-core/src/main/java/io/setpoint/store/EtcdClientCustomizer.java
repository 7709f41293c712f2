package io.setpoint.store;

/**
 * Has a say in all calls of etcd: a bean of this type is asked for each connection that
 * the application makes, which is none before it is ready. What
 * {@code spring.config.import} reads, it reads before there are beans; headers for that
 * are in {@code setpoint.etcd.headers}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EtcdClientCustomizer {

	/**
	 * Add to the calls of a connection.
	 * @param calls the calls
	 */
	void customize(EtcdCalls calls);

}
