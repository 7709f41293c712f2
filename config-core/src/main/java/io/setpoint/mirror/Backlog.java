package io.setpoint.mirror;

import java.util.List;

import io.setpoint.store.Change;

/**
 * How much is being held back, against a bound.
 */
final class Backlog {

	static final long MAX_BYTES = 64 * 1024 * 1024;

	private final int maxChanges;

	private int changes;

	private long bytes;

	Backlog(int maxChanges) {
		this.maxChanges = maxChanges;
	}

	void add(List<Change> changes) {
		this.changes += changes.size();
		this.bytes += bytes(changes);
	}

	void remove(List<Change> changes) {
		this.changes -= changes.size();
		this.bytes -= bytes(changes);
	}

	boolean isFull() {
		return this.changes > this.maxChanges || this.bytes > MAX_BYTES;
	}

	static long bytes(List<Change> changes) {
		long bytes = 0;
		for (Change change : changes) {
			if (change instanceof Change.Put put) {
				bytes += put.entry().value().length;
			}
		}
		return bytes;
	}

}
