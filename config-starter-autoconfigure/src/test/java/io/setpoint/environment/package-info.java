/**
 * Tests of applications in which others touch the environment.
 */
@NullMarked
package io.setpoint.environment;

import org.jspecify.annotations.NullMarked;
