/**
 * From the bytes of a key to properties with an origin. Pure: no I/O, no threads, and all
 * values immutable but one, the property source that shows them. <pre>
 *  key, bytes --EntryReader--&gt; Entry: properties with places
 *             --ContentUpdate--&gt; LocationContent: which of them wins, in chunks
 *             --show--&gt; LocationPropertySource: what the environment sees
 * </pre>
 * <p>
 * A {@link io.setpoint.document.LocationContent} is what one location holds: its accepted
 * entries and, for each name, all that contribute to it, the most specific first
 * ({@link io.setpoint.document.Placement}). An update of it costs what it changes, and
 * tells which names it changed, which keys it refused
 * ({@link io.setpoint.document.Problem}) and what it left out
 * ({@link io.setpoint.document.Warning}).
 * <p>
 * What a small document may grow to is counted before it does, in
 * {@link io.setpoint.document.Budget} for a document and in
 * {@link io.setpoint.document.Extent} for a location. What may be written at all is up to
 * a {@link io.setpoint.document.Restriction}.
 * <p>
 * The {@link io.setpoint.document.LocationPropertySource} never leaves the environment;
 * its content is swapped. While a candidate is bound, a
 * {@link io.setpoint.document.Preview} shows that to the thread that binds, so that
 * wrappers around the source see it too.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.document;

import org.jspecify.annotations.NullMarked;
