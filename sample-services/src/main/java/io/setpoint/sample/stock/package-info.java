/**
 * A service that others find by its name, over HTTP and over gRPC.
 */
@NullMarked
package io.setpoint.sample.stock;

import org.jspecify.annotations.NullMarked;
