/**
 * The last good state on disk.
 */
@NullMarked
package io.setpoint.lastgood;

import org.jspecify.annotations.NullMarked;
