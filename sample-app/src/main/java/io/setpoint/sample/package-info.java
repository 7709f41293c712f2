/**
 * A checkout service whose prices, features and log levels follow etcd while it runs.
 */
@NullMarked
package io.setpoint.sample;

import org.jspecify.annotations.NullMarked;
