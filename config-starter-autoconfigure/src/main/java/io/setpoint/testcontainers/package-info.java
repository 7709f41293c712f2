/**
 * Service connections to an etcd that Testcontainers runs.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.testcontainers;

import org.jspecify.annotations.NullMarked;
