/**
 * Who may see and do what.
 */
@NullMarked
package io.setpoint.console.access;

import org.jspecify.annotations.NullMarked;
