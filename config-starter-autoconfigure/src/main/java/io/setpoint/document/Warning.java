package io.setpoint.document;

/**
 * A property, or a part of a document, that was left out of a key that was accepted.
 *
 * @param key the whole etcd key
 * @param revision the revision of the key
 * @param property the name of the property, as it was written
 * @param reason what was left out and why, without a full stop
 * @since 0.1.0
 */
public record Warning(String key, long revision, String property, String reason) {

	/**
	 * The whole warning in one sentence.
	 */
	@Override
	public String toString() {
		return "Property '" + this.property + "' of key '" + this.key + "' at revision " + this.revision + ": "
				+ this.reason + ".";
	}

}
