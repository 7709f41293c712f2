/**
 * What the documentation shows of coordination, as an application would have it.
 */
@NullMarked
package io.setpoint.warehouse;

import org.jspecify.annotations.NullMarked;
