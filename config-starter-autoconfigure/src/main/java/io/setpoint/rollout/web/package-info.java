/**
 * Which side of a rollout a request is on: found once by whom it is for, kept as long as
 * it lasts.
 * <p>
 * Internal but for {@link io.setpoint.rollout.web.SubjectResolver}.
 */
@NullMarked
package io.setpoint.rollout.web;

import org.jspecify.annotations.NullMarked;
