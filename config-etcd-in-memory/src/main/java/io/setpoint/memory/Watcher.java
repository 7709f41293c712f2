package io.setpoint.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchCreateRequest.FilterType;

/**
 * One watch of a stream: which keys, from which revision on, and what of it is told.
 */
final class Watcher {

	/**
	 * How many revisions a watcher that begins in the past is told at once
	 * ({@code mvcc/watchable_store.go}).
	 */
	private static final int BATCH = 1000;

	private final long id;

	private final KeyRange range;

	private final long first;

	private final WatchCreateRequest request;

	private final boolean fragmented;

	private boolean told;

	Watcher(long id, long first, WatchCreateRequest request, boolean fragmented) {
		this.id = id;
		this.range = KeyRange.ofWatch(request.getKey(), request.getRangeEnd());
		this.first = first;
		this.request = request;
		this.fragmented = fragmented;
	}

	long id() {
		return this.id;
	}

	boolean isFragmented() {
		return this.fragmented;
	}

	/**
	 * Return what this watch is told of a revision.
	 * @param revision the revision
	 * @param events all events of the revision
	 * @return those of interest
	 */
	List<Event> of(long revision, List<Event> events) {
		if (revision < this.first) {
			return List.of();
		}
		List<Event> wanted = events.stream().filter(this::isWanted).map(this::shown).toList();
		this.told |= !wanted.isEmpty();
		return wanted;
	}

	/**
	 * Return what this watch is told of the past.
	 * @param past the events by revision
	 * @param compacted the revision before which, and at which, nothing is known of what
	 * was before
	 * @return the events of interest, in portions
	 */
	List<List<Event>> of(NavigableMap<Long, List<Event>> past, long compacted) {
		List<List<Event>> portions = new ArrayList<>();
		List<Event> portion = new ArrayList<>();
		int revisions = 0;
		for (Long revision : past.keySet()) {
			List<Event> events = of(revision, past.get(revision));
			events.forEach((event) -> portion.add((revision <= compacted) ? withoutPrevious(event) : event));
			revisions += events.isEmpty() ? 0 : 1;
			if (revisions == BATCH) {
				portions.add(List.copyOf(portion));
				portion.clear();
				revisions = 0;
			}
		}
		if (!portion.isEmpty()) {
			portions.add(List.copyOf(portion));
		}
		return portions;
	}

	/**
	 * Whether it is time to tell this watch that it is up to date.
	 * @return whether it wants to know, and has been told nothing since it was asked last
	 */
	boolean isQuiet() {
		boolean quiet = this.request.getProgressNotify() && !this.told;
		this.told = false;
		return quiet;
	}

	private boolean isWanted(Event event) {
		FilterType filter = (event.getType() == Event.EventType.PUT) ? FilterType.NOPUT : FilterType.NODELETE;
		return this.range.contains(event.getKv().getKey()) && !this.request.getFiltersList().contains(filter);
	}

	private Event shown(Event event) {
		return this.request.getPrevKv() ? event : withoutPrevious(event);
	}

	private static Event withoutPrevious(Event event) {
		return event.toBuilder().clearPrevKv().build();
	}

}
