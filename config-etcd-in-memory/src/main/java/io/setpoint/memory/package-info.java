/**
 * An etcd in the JVM, on the server stubs that jetcd brings: a store with revisions,
 * watches and leases behind etcd's own gRPC services and JSON gateway. It has one member,
 * no disk, no authentication and no TLS. Tests use it by
 * {@code io.setpoint.test.EtcdInMemory}; an application that is to run before there is an
 * etcd, by {@link io.setpoint.memory.EtcdInMemoryPropertySource}.
 * <p>
 * Internal but for that source and {@link io.setpoint.memory.Standalone}: applications do
 * not rely on it.
 */
@NullMarked
package io.setpoint.memory;

import org.jspecify.annotations.NullMarked;
