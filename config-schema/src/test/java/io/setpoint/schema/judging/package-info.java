/**
 * Tests for the judgement of documents and keys by schemas.
 */
@NullMarked
package io.setpoint.schema.judging;

import org.jspecify.annotations.NullMarked;
