/**
 * Imports of etcd locations by {@code spring.config.import}.
 */
@NullMarked
package io.setpoint.configdata;

import org.jspecify.annotations.NullMarked;
