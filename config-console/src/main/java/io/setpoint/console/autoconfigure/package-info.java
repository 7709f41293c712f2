/**
 * Wiring and settings of the console.
 * <p>
 * An application may order or exclude the auto-configuration; the rest is internal.
 */
@NullMarked
package io.setpoint.console.autoconfigure;

import org.jspecify.annotations.NullMarked;
