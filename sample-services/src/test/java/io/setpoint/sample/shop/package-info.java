@NullMarked
package io.setpoint.sample.shop;

import org.jspecify.annotations.NullMarked;
