/**
 * Wiring and settings of the console.
 */
@NullMarked
package io.setpoint.console.autoconfigure;

import org.jspecify.annotations.NullMarked;
