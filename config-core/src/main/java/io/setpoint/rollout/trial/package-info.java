/**
 * Asks the live builds of an application what they would do with something, without
 * anybody having it: needs neither a loop nor an instance.
 * <p>
 * What is tried lies in etcd under a lease, and beside the state of the configuration,
 * which all instances follow anyway, a summons of a few hundred bytes names the builds
 * that are asked. One instance of each reads it, judges, and writes a verdict.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.rollout.trial;

import org.jspecify.annotations.NullMarked;
