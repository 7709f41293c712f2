/**
 * What a text has to be like that others read.
 */
@NullMarked
package io.setpoint.text;

import org.jspecify.annotations.NullMarked;
