/**
 * An etcd for the tests of applications that use Setpoint: a real one, or one in the JVM.
 * Tests may rely on all of it but what breaks and rebuilds an etcd
 * ({@link io.setpoint.test.TcpRelay}, {@link io.setpoint.test.EtcdBackup},
 * {@link io.setpoint.test.EtcdAccess}), which is for Setpoint's own.
 */
@NullMarked
package io.setpoint.test;

import org.jspecify.annotations.NullMarked;
