/**
 * Decides what becomes visible, and the one place where it does. <pre>
 *  mirror --revision--&gt; ConfigurationWatch, Intake    in order, whole
 *         --proposal--&gt; AcceptancePipeline, StartUp, ForeignChanges, LiveValues, Variations
 *                       Decisions: one after the other
 *                           Draft: Acceptance tries changes by Evaluation   off to the side
 *                           Commits: makes a Transition, then shows it  assignments only
 *         --told-----&gt; Followers, each on a Lane of its own
 * </pre>
 * <p>
 * The {@link io.setpoint.acceptance.Draft} is what the pipeline will hold, in the making;
 * whatever fails on the way leaves everything as it was. Changes that are refused are
 * {@link io.setpoint.acceptance.Pending}: whole, and with them what has to do with them
 * later. Before anything is bound it is known what changes have to do with: their
 * {@link io.setpoint.acceptance.Reach}. A backlog is tried as one and, if that is
 * refused, by halves, so that thousands of revisions cost a few bindings and a bad one is
 * found alone.
 * <p>
 * {@link io.setpoint.acceptance.Holdings} is all that is held, replaced as a whole under
 * the pipeline's lock and read by everybody. Values are read from the
 * {@link io.setpoint.acceptance.Publication}, one volatile read away.
 * <p>
 * Everybody gets the part that he needs: whoever reports,
 * {@link io.setpoint.acceptance.AcceptedState}; whoever sees requests first,
 * {@link io.setpoint.acceptance.Assigner}; whoever wants to know whether something would
 * be accepted, {@link io.setpoint.acceptance.Rehearsal}. Somebody above may vary what is
 * shown to some subjects ({@link io.setpoint.acceptance.Variations}), say what a key
 * means ({@link io.setpoint.acceptance.Interpreter},
 * {@link io.setpoint.acceptance.UnusableKeys}) or hear of what happens
 * ({@link io.setpoint.acceptance.AcceptanceFollower}). Nothing here knows of rollouts.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.acceptance;

import org.jspecify.annotations.NullMarked;
