package io.setpoint.document;

import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A property, or a part of a document, that was left out of a key that was accepted, or a
 * key that carries no property at all.
 *
 * @param key the whole etcd key
 * @param revision the revision of the key
 * @param property the name of the property, as it was written, or {@code null} if it is
 * the key itself that is left out
 * @param line the line in the document, from 1, or {@code null} if unknown
 * @param reason what was left out and why, without a full stop
 * @since 0.1.0
 */
public record Warning(String key, long revision, @Nullable String property, @Nullable Integer line, String reason) {

	/**
	 * The whole warning in one sentence.
	 */
	@Override
	public String toString() {
		String revision = "key '" + OneLine.name(this.key) + "' at revision " + this.revision;
		return ((this.property != null) ? "Property '" + OneLine.name(this.property) + "' of " + revision
				: StringUtils.capitalize(revision)) + ": " + this.reason + ".";
	}

}
