/**
 * The watch loop: an exact copy of each location's keys, kept by a state machine that
 * owns its revision. <pre>
 *                         start, nothing known or from a file
 *   STOPPED -------------------------------------------------------&gt; READING &lt;------+
 *      | start, from the initial image or where it was stopped          |          |
 *      v                                     a consistent read came     |          |
 *   OPENING &lt;-----------------------------------------------------------+          |
 *      | created: moves no revision                                                |
 *      v                      other contents, another cluster: the store was       |
 *   VERIFYING ------------------------- replaced; revision gone back: in doubt ----&gt;+
 *      | the store held the same just before the next revision                     |
 *      v                      compacted, answer or backlog too large, header went  |
 *    LIVE ------------------- back, keys appeared, changes missed, left behind ----&gt;+
 *
 *   any of them --- ended, silent, refused, no answer ---&gt; BACKING_OFF ---&gt; OPENING or READING
 * </pre>
 * <p>
 * A {@link io.setpoint.mirror.Mirror} is one such machine. Its watch is one-shot: a
 * {@link io.setpoint.mirror.Stream} that ends or falls silent
 * ({@link io.setpoint.mirror.Heartbeat}) is closed, and another is opened from the
 * mirror's own next revision. That revision is moved by delivered changes, by progress
 * where it is trusted, and by consistent reads; never by the server's word that a watch
 * is open.
 * <p>
 * The mirrors of one store meet in two places. The {@link io.setpoint.mirror.Sequencer}
 * hands a revision on when all mirrors have delivered everything up to it, for which an
 * {@link io.setpoint.mirror.ProgressCheck} asks those that are quiet. The
 * {@link io.setpoint.mirror.Resync} reads all prefixes at one revision for any mirror
 * that cannot go on from its history.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.mirror;

import org.jspecify.annotations.NullMarked;
