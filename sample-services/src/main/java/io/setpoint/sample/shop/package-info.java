/**
 * A service that finds another one by its name, over HTTP and over gRPC.
 */
@NullMarked
package io.setpoint.sample.shop;

import org.jspecify.annotations.NullMarked;
