/**
 * Who offers a service and where, in the keys and values of {@code naming/endpoints} of
 * etcd's own Go client, so that whoever uses either finds the other.
 * <p>
 * An {@link io.setpoint.naming.Announcement} keeps one instance there under a lease; a
 * {@link io.setpoint.naming.Directory} has all instances of a service at hand, by the
 * watch loop.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.naming;

import org.jspecify.annotations.NullMarked;
