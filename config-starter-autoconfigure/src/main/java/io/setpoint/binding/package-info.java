/**
 * Candidates: bind and validate configuration properties types off to the side.
 */
@NullMarked
package io.setpoint.binding;

import org.jspecify.annotations.NullMarked;
