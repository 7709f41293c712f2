/**
 * What a scan finds.
 */
@NullMarked
package io.setpoint.refresh.scanned;

import org.jspecify.annotations.NullMarked;
