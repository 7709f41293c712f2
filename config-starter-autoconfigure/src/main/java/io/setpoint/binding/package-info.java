/**
 * Candidates: binds and validates configuration properties types off to the side, exactly
 * as Spring Boot does at start, and finds every problem.
 * <p>
 * The {@link io.setpoint.binding.TypeBinder} binds a
 * {@link io.setpoint.binding.BoundType} against the sources of the environment, with a
 * candidate's contents in the place of what the locations show
 * ({@link io.setpoint.binding.CandidateSources}), and notes what it was bound from
 * ({@link io.setpoint.binding.Tracking}). A refusal is looked into again, until
 * everything is found that is wrong ({@link io.setpoint.binding.FailureSearch}), and put
 * into our own words: what a converter, a constructor or a validator says may quote a
 * value.
 * <p>
 * A class with setters is bound on a second instance, which
 * {@link io.setpoint.binding.StandIns} makes by the bean's own definition in a
 * {@link io.setpoint.binding.Workshop}. What the binder hands to its setters is recorded
 * ({@link io.setpoint.binding.Recording}) and later handed over to the live bean
 * ({@link io.setpoint.binding.Transfer}). Why so: {@code docs/decisions/stand-ins.md}.
 * <p>
 * Sources of others are told apart by {@link io.setpoint.binding.SourceReview}: wrappers
 * follow, copies do not and are named.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.binding;

import org.jspecify.annotations.NullMarked;
