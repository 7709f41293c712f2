/**
 * Tests of schemas.
 */
@NullMarked
package io.setpoint.schema;

import org.jspecify.annotations.NullMarked;
