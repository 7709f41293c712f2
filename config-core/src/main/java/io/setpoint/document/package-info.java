/**
 * From the bytes of a key to properties with an origin. Pure: no I/O, no threads.
 */
@NullMarked
package io.setpoint.document;

import org.jspecify.annotations.NullMarked;
