package io.setpoint.mirror;

import java.util.List;

import io.setpoint.loop.Surroundings;
import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;

/**
 * One state of a mirror's machine. An object lives for one visit to the state, so what it
 * had asked for cannot reach a later visit.
 */
abstract class MirrorState {

	private final Mirror mirror;

	MirrorState(Mirror mirror) {
		this.mirror = mirror;
	}

	final Mirror mirror() {
		return this.mirror;
	}

	final Surroundings<Store> surroundings() {
		return this.mirror.surroundings();
	}

	final MirrorSettings settings() {
		return this.mirror.settings();
	}

	abstract MirrorPhase phase();

	/**
	 * Begin the visit. May move on at once.
	 */
	void enter() {
	}

	/**
	 * End the visit: cancel what is outstanding.
	 */
	void leave() {
	}

	void created(Header header) {
	}

	void changed(Header header, List<Change> changes) {
	}

	void progressed(Header header) {
	}

	void ended(StoreException cause) {
		this.mirror.failed(cause);
	}

}
