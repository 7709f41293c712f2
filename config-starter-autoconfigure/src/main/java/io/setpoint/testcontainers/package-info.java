/**
 * Service connections to an etcd that Testcontainers runs.
 */
@NullMarked
package io.setpoint.testcontainers;

import org.jspecify.annotations.NullMarked;
