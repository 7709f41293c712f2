/**
 * What is said of something before it is written, by whoever has not the application's
 * classes: that it can be read, then what the schemas in etcd say, then the fleet.
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.schema.judging;

import org.jspecify.annotations.NullMarked;
