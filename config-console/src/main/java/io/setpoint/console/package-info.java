/**
 * The console as an application of its own.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.console;

import org.jspecify.annotations.NullMarked;
