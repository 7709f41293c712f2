package io.setpoint.store;

/**
 * One change of one key.
 *
 * @since 0.1.0
 */
public sealed interface Change {

	/**
	 * The changed key.
	 * @return the whole key, prefix included
	 */
	String key();

	/**
	 * The revision that changed it.
	 * @return the revision
	 */
	long revision();

	/**
	 * A key was written.
	 *
	 * @param entry what was written
	 */
	record Put(KeyValue entry) implements Change {

		@Override
		public String key() {
			return this.entry.key();
		}

		@Override
		public long revision() {
			return this.entry.modRevision();
		}

	}

	/**
	 * A key was deleted.
	 *
	 * @param key the key
	 * @param revision the revision that deleted it
	 */
	record Delete(String key, long revision) implements Change {
	}

}
