/**
 * Imports of etcd locations by {@code spring.config.import}.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.configdata;

import org.jspecify.annotations.NullMarked;
