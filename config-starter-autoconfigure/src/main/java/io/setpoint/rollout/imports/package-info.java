/**
 * Imports of versioned configurations by {@code rollout:}.
 * <p>
 * A {@link io.setpoint.rollout.imports.RolloutLocation} is one more kind of location:
 * when the application starts it reads the state, takes the version that this instance
 * has by it, and gives its document to the import session as its content. What it has
 * found, an {@link io.setpoint.rollout.imports.ImportedRollout}, is what following the
 * rollout goes on from.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.rollout.imports;

import org.jspecify.annotations.NullMarked;
