package io.setpoint.document;

import org.jspecify.annotations.Nullable;

/**
 * A scalar of a document and its place, both counted from 1.
 */
record Located(Object value, @Nullable Integer line, @Nullable Integer column) {

	static Located at(@Nullable Object value, int line, int column) {
		return new Located((value != null) ? value : "", line, column);
	}

	static Located unknown(@Nullable Object value) {
		return new Located((value != null) ? value : "", null, null);
	}

	@Override
	public String toString() {
		return this.line + ":" + this.column;
	}

}
