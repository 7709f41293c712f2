package io.setpoint.document;

import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * Why a key was refused. Holds nothing of the key's value.
 *
 * @param key the whole etcd key
 * @param revision the refused revision of the key
 * @param line the line in the document, from 1, or {@code null} if unknown
 * @param column the column in the line, from 1, or {@code null} if unknown
 * @param reason what is wrong, without a full stop
 * @param remedy what to do about it, without a full stop
 * @since 0.1.0
 */
public record Problem(String key, long revision, @Nullable Integer line, @Nullable Integer column, String reason,
		String remedy) {

	/**
	 * The whole problem in two sentences.
	 */
	@Override
	public String toString() {
		String position = (this.line != null) ? " at line " + this.line + ", column " + this.column : "";
		String revision = (this.revision > 0) ? " at revision " + this.revision : "";
		return "Key '" + OneLine.name(this.key) + "'" + revision + " is refused" + position + ": " + this.reason + ". "
				+ this.remedy + ".";
	}

}
