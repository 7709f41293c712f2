/**
 * A real etcd for the tests of applications that use Setpoint.
 */
@NullMarked
package io.setpoint.test;

import org.jspecify.annotations.NullMarked;
