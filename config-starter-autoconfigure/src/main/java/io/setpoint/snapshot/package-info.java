/**
 * The last good state on disk.
 */
@NullMarked
package io.setpoint.snapshot;

import org.jspecify.annotations.NullMarked;
