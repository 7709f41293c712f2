package io.setpoint.store;

import org.jspecify.annotations.Nullable;

/**
 * The revision asked for is gone.
 *
 * @since 0.1.0
 */
public class RevisionCompactedException extends StoreException {

	private final long compactRevision;

	/**
	 * Create an exception.
	 * @param compactRevision the oldest revision that is left, or 0 if etcd did not say
	 * @param cause what etcd's client said
	 */
	public RevisionCompactedException(long compactRevision, @Nullable Throwable cause) {
		super("The revision has been compacted"
				+ ((compactRevision > 0) ? " (the oldest one left is " + compactRevision + ")" : ""), cause);
		this.compactRevision = compactRevision;
	}

	/**
	 * Return the oldest revision that is left.
	 * @return the revision, or 0 if etcd did not say
	 */
	public long getCompactRevision() {
		return this.compactRevision;
	}

}
