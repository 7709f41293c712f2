/**
 * Versions, states and histories in etcd, as operators read and change them: needs
 * neither a loop nor an instance.
 * <p>
 * {@code StoredRollouts} is the door. What is published goes through the {@code Press},
 * and a command through the {@code OrderBook}; both ask for the {@code Consent} of the
 * fleet first. {@code VersionArchive} and {@code StateRegister} alone know how versions
 * and states are written, {@code Ledger} how a controller writes its own moves.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.rollout.archive;

import org.jspecify.annotations.NullMarked;
