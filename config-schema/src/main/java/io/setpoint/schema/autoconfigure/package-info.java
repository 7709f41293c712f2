/**
 * The schema of a running application. An application may order or exclude the
 * auto-configuration; the rest is internal.
 */
@NullMarked
package io.setpoint.schema.autoconfigure;

import org.jspecify.annotations.NullMarked;
