/**
 * The wiring: auto-configuration, connection details, failure analysers.
 */
@NullMarked
package io.setpoint.autoconfigure;

import org.jspecify.annotations.NullMarked;
