/**
 * Locks, leaders and tasks that run once, on etcd, by the interfaces of Spring
 * Integration and of ShedLock.
 * <p>
 * An application adds the dependency beside that of the framework whose interfaces it
 * uses. Of this package it may rely on the registry of locks, the locks themselves and
 * what a leader is told.
 */
@NullMarked
package io.setpoint.coordination;

import org.jspecify.annotations.NullMarked;
