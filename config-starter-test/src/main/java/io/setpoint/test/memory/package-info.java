/**
 * An etcd in the JVM, on the server stubs that jetcd brings: a store with revisions,
 * watches and leases behind etcd's own gRPC services. Internal; what tests use is
 * {@link io.setpoint.test.EtcdInMemory}.
 */
@NullMarked
package io.setpoint.test.memory;

import org.jspecify.annotations.NullMarked;
