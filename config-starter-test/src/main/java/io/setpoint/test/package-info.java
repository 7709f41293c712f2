/**
 * An etcd for the tests of applications that use Setpoint: a real one, or one in the JVM.
 * Tests may rely on all of it.
 */
@NullMarked
package io.setpoint.test;

import org.jspecify.annotations.NullMarked;
