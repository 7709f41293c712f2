@NullMarked
package io.setpoint.discovery;

import org.jspecify.annotations.NullMarked;
