/**
 * Service connections to an etcd that Docker Compose runs.
 */
@NullMarked
package io.setpoint.docker.compose;

import org.jspecify.annotations.NullMarked;
