/**
 * What an application uses: live configuration properties and the events around them.
 */
@NullMarked
package io.setpoint;

import org.jspecify.annotations.NullMarked;
