/**
 * Tests that hold the etcd in the JVM against a real one.
 */
@NullMarked
package io.setpoint.test.contract;

import org.jspecify.annotations.NullMarked;
