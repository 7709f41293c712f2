package io.setpoint.acceptance;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.setpoint.LiveOrigin;
import io.setpoint.Snapshot;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;

/**
 * A publication where nothing is imported: a setter-based type, which is bound by Boot
 * alone as long as nobody needs its value, is bound when this is asked for it.
 */
final class LateSnapshot implements Snapshot {

	private final BoundTypes types;

	private final LiveValues values;

	private final Publication publication;

	private final Map<BoundType, Publication> bound = new ConcurrentHashMap<>();

	/**
	 * Create a snapshot.
	 * @param types the application's bound types
	 * @param values bind what was not needed so far
	 * @param publication what is visible
	 */
	LateSnapshot(BoundTypes types, LiveValues values, Publication publication) {
		this.types = types;
		this.values = values;
		this.publication = publication;
	}

	@Override
	public <T> T get(Class<T> type) {
		return publication(type).get(type);
	}

	@Override
	public LiveOrigin origin(Class<?> type) {
		return publication(type).origin(type);
	}

	private Publication publication(Class<?> type) {
		BoundType boundType = this.types.get(type);
		if (this.publication.value(boundType) != null) {
			return this.publication;
		}
		Publication found = this.bound.get(boundType);
		return (found != null) ? found : bind(boundType);
	}

	private Publication bind(BoundType type) {
		this.values.value(type);
		Publication now = this.values.publications().publication();
		Publication first = this.bound.putIfAbsent(type, now);
		return (first != null) ? first : now;
	}

	@Override
	public long revision() {
		return this.publication.revision();
	}

	@Override
	public String toString() {
		return this.publication.toString();
	}

}
