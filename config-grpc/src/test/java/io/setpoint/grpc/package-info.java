@NullMarked
package io.setpoint.grpc;

import org.jspecify.annotations.NullMarked;
