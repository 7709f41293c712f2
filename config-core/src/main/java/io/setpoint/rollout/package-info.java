/**
 * Versions, plans, cohorts and phases: which version applies where, and what may happen
 * next. Pure decisions, without Spring and without etcd.
 */
@NullMarked
package io.setpoint.rollout;

import org.jspecify.annotations.NullMarked;
