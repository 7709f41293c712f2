package io.setpoint.mirror;

import java.util.Locale;

/**
 * Why all locations were read again. In ascending order of weight: where several reasons
 * meet in one read, the heaviest is told.
 *
 * @since 0.1.0
 */
public enum ResyncReason {

	/**
	 * A location had never been read.
	 */
	FIRST_READ,

	/**
	 * A location had started from a snapshot file.
	 */
	SNAPSHOT,

	/**
	 * A location comes back from being stale: the others may have gone on without it.
	 */
	LEFT_BEHIND,

	/**
	 * More changes were waiting than are held, or more than can be asked about one by
	 * one.
	 */
	BACKLOG,

	/**
	 * A location could not be shown to have delivered everything in time.
	 */
	UNANSWERED,

	/**
	 * An answer on the watch exceeded what the client takes.
	 */
	ANSWER_TOO_LARGE,

	/**
	 * The history that was missed has been compacted.
	 */
	COMPACTED,

	/**
	 * Keys have appeared under a location that a replaced store had left empty.
	 */
	KEYS_APPEARED,

	/**
	 * Taking up a change had failed unexpectedly.
	 */
	FAILED,

	/**
	 * The periodic comparison found a difference that the watch should have delivered.
	 */
	RECONCILE,

	/**
	 * The store was replaced: wiped, restored, or another cluster. Revisions may go back.
	 */
	STORE_REPLACED;

	/**
	 * Return the reason in words.
	 * @return how it stands in log lines
	 */
	String text() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
