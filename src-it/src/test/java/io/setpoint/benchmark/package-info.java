/**
 * What the figures are measured with: run by {@code bin/benchmark}, not by a build.
 */
@NullMarked
package io.setpoint.benchmark;

import org.jspecify.annotations.NullMarked;
