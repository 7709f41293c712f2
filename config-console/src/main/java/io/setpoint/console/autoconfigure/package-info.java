/**
 * Wiring and settings of the console.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.console.autoconfigure;

import org.jspecify.annotations.NullMarked;
