/**
 * The schema of a running application. Internal: no application relies on it.
 */
@NullMarked
package io.setpoint.schema.autoconfigure;

import org.jspecify.annotations.NullMarked;
