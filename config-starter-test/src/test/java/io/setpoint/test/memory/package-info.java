/**
 * Tests that hold the etcd in the JVM against a real one.
 */
@NullMarked
package io.setpoint.test.memory;

import org.jspecify.annotations.NullMarked;
