/**
 * Service connections to an etcd that Docker Compose runs.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.docker.compose;

import org.jspecify.annotations.NullMarked;
