@NullMarked
package io.setpoint.coordination;

import org.jspecify.annotations.NullMarked;
