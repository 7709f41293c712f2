/**
 * The store on a real etcd.
 */
@NullMarked
package io.setpoint.store;

import org.jspecify.annotations.NullMarked;
