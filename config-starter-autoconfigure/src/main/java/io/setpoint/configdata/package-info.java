/**
 * Imports of etcd locations by {@code spring.config.import}. An import takes its place
 * while config data is processed ({@link io.setpoint.configdata.Imports}) and is read
 * when the environment is complete, which is the one way to fill its sources.
 * {@link io.setpoint.configdata.ImportReading} reads the locations, all at one revision,
 * and decides what each starts from; {@link io.setpoint.configdata.ImportSession} is what
 * the application context gets.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.configdata;

import org.jspecify.annotations.NullMarked;
