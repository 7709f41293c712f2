/**
 * The seam to etcd: read prefixes at one revision, watch a prefix from a revision.
 */
@NullMarked
package io.setpoint.store;

import org.jspecify.annotations.NullMarked;
