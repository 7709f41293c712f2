/**
 * The wiring: auto-configuration, connection details, failure analysers. An application
 * may order or exclude the auto-configurations and give connection details of its own;
 * the rest is internal.
 */
@NullMarked
package io.setpoint.autoconfigure;

import org.jspecify.annotations.NullMarked;
