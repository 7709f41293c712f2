/**
 * What a scan finds.
 */
@NullMarked
package io.setpoint.acceptance.scanned;

import org.jspecify.annotations.NullMarked;
