/**
 * The console as an application of its own.
 */
@NullMarked
package io.setpoint.console;

import org.jspecify.annotations.NullMarked;
