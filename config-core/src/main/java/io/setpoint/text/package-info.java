/**
 * What a text has to be like that others read.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.text;

import org.jspecify.annotations.NullMarked;
