package io.setpoint.memory;

import java.util.ArrayList;
import java.util.List;

import io.etcd.jetcd.api.Event;

/**
 * Those who watch. Not thread-safe: the {@link Engine} guards it.
 */
final class Watchers {

	private final Engine engine;

	private final List<WatchStream> streams = new ArrayList<>();

	Watchers(Engine engine) {
		this.engine = engine;
	}

	void add(WatchStream stream) {
		this.streams.add(stream);
	}

	void remove(WatchStream stream) {
		this.streams.remove(stream);
	}

	void clear() {
		this.streams.clear();
	}

	void committed(long revision, List<Event> events) {
		this.streams.forEach((stream) -> stream.committed(revision, events));
	}

	/**
	 * Tell those who want it, and have heard of nothing since the last time, that they
	 * are up to date.
	 */
	void notifyOfProgress() {
		this.streams.forEach((stream) -> stream.notifyOfProgress(this.engine.header()));
	}

}
