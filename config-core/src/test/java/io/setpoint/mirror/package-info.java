@NullMarked
package io.setpoint.mirror;

import org.jspecify.annotations.NullMarked;
