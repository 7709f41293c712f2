/**
 * Applications on a real etcd.
 */
@NullMarked
package io.setpoint.it;

import org.jspecify.annotations.NullMarked;
