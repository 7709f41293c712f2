/**
 * Who an instance is among all that run the same application.
 */
@NullMarked
package io.setpoint.instance;

import org.jspecify.annotations.NullMarked;
