package io.setpoint.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.setpoint.store.Change;
import org.jspecify.annotations.Nullable;

/**
 * Puts the changes of all prefixes into the order of their revisions. A revision is
 * handed on when every mirror that is awaited is known to have delivered everything up to
 * it: then all its changes are here, over all prefixes.
 */
final class Sequencer {

	private final Group group;

	private final Seams seams;

	private final NavigableMap<Long, Map<Mirror, List<Change>>> pending = new TreeMap<>();

	private Backlog backlog;

	private boolean held;

	private boolean releasing;

	private boolean running;

	private long handedOn;

	private long head;

	private long headSince;

	private long replacedAt;

	private Loop.@Nullable Timer review;

	Sequencer(Group group) {
		this.group = group;
		this.seams = group.seams();
		this.backlog = new Backlog(this.seams.settings().maxBacklog());
	}

	void offer(Mirror mirror, List<Change> changes) {
		int from = 0;
		for (int to = 1; to <= changes.size(); to++) {
			long revision = changes.get(from).revision();
			if (to == changes.size() || changes.get(to).revision() != revision) {
				List<Change> part = List.copyOf(changes.subList(from, to));
				this.pending.computeIfAbsent(revision, (key) -> new LinkedHashMap<>()).put(mirror, part);
				from = to;
			}
		}
		this.backlog.add(changes);
	}

	List<Change> pendingOf(Mirror mirror) {
		List<Change> changes = new ArrayList<>();
		this.pending.values().forEach((parts) -> changes.addAll(parts.getOrDefault(mirror, List.of())));
		return changes;
	}

	/**
	 * Return whether the others went on without a mirror, so that its share of what was
	 * handed on must be read rather than watched.
	 * @param mirror the mirror
	 * @return whether more was handed on than the mirror had delivered
	 */
	boolean hasLeftBehind(Mirror mirror) {
		return mirror.frontier() < this.handedOn;
	}

	/**
	 * Hand nothing on until {@link #letGo}: a consistent read is under way, which must
	 * not find that later revisions have been handed on when it comes back.
	 */
	void hold() {
		this.held = true;
	}

	void letGo() {
		this.held = false;
		releaseSoon();
	}

	void releaseSoon() {
		this.seams.loop().execute(this::release);
	}

	void release() {
		if (this.releasing || !this.running) {
			return;
		}
		this.releasing = true;
		try {
			if (!this.held) {
				handOn();
			}
			if (this.backlog.isFull()) {
				drop();
			}
		}
		finally {
			this.releasing = false;
		}
	}

	private void handOn() {
		List<Revision> complete = new ArrayList<>();
		while (!this.pending.isEmpty() && missing(this.pending.firstKey()).isEmpty()) {
			Revision revision = take();
			if (revision != null) {
				complete.add(revision);
			}
		}
		if (!complete.isEmpty()) {
			this.seams.listener().changed(complete);
		}
		if (this.pending.isEmpty()) {
			endReview();
		}
		else {
			press();
		}
	}

	/**
	 * Return who has to be waited for. A mirror that is being verified anew is, also if
	 * it had delivered enough: what it had delivered may be of a store that is no more.
	 * @param revision the revision to hand on
	 * @return the mirrors, empty if there are none
	 */
	private List<Mirror> missing(long revision) {
		List<Mirror> missing = List.of();
		for (Mirror mirror : this.group.mirrors()) {
			boolean complete = mirror.isLive() && mirror.frontier() >= revision;
			if (!complete && mirror.isAwaited()) {
				missing = (missing.isEmpty()) ? new ArrayList<>() : missing;
				missing.add(mirror);
			}
		}
		return missing;
	}

	/**
	 * Take the first revision, without the parts of mirrors that nobody waits for: these
	 * are read again when they are back.
	 * @return the revision, {@code null} if nothing of it remains
	 */
	private @Nullable Revision take() {
		Map.Entry<Long, Map<Mirror, List<Change>>> entry = this.pending.pollFirstEntry();
		Map<String, List<Change>> changes = new LinkedHashMap<>();
		entry.getValue().forEach((mirror, part) -> {
			this.backlog.remove(part);
			if (mirror.isAwaited()) {
				mirror.copy().apply(part);
				changes.put(mirror.prefix(), part);
			}
			else {
				mirror.copy().rewind(entry.getKey());
			}
		});
		if (changes.isEmpty()) {
			return null;
		}
		this.handedOn = Math.max(this.handedOn, entry.getKey());
		return Revision.watched(entry.getKey(), changes);
	}

	/**
	 * Ask those that are waited for, and look again soon: to replace a stream that does
	 * not deliver, to give its mirror up, or because a mirror has become stale.
	 */
	private void press() {
		long now = this.seams.loop().nanoTime();
		if (this.review == null || this.head != this.pending.firstKey()) {
			this.head = this.pending.firstKey();
			this.headSince = now;
			this.replacedAt = now;
		}
		List<Mirror> missing = missing(this.head);
		if (now - this.headSince >= this.seams.settings().staleAfter().toNanos()) {
			live(missing).forEach((mirror) -> mirror.giveUp(this.headSince));
		}
		else if (now - this.replacedAt >= this.seams.settings().silenceLimit().toNanos()) {
			this.replacedAt = now;
			live(missing).forEach((mirror) -> mirror.read(Want.of(ResyncReason.UNANSWERED)));
		}
		missing.forEach(this::inquire);
		reviewIn(untilStale(missing));
	}

	private static List<Mirror> live(List<Mirror> mirrors) {
		return mirrors.stream().filter(Mirror::isLive).toList();
	}

	private void inquire(Mirror mirror) {
		if (mirror.state() instanceof LiveState live) {
			live.inquire(this.pending.navigableKeySet().tailSet(mirror.frontier(), false));
		}
	}

	private Duration untilStale(Collection<Mirror> missing) {
		Duration soonest = this.seams.settings().heartbeat();
		for (Mirror mirror : missing) {
			Duration left = mirror.untilStale();
			if (left.toNanos() > 0 && left.compareTo(soonest) < 0) {
				soonest = left;
			}
		}
		return soonest;
	}

	private void reviewIn(Duration delay) {
		endReview();
		this.review = this.seams.after(delay, this::release);
	}

	private void endReview() {
		if (this.review != null) {
			this.review.cancel();
			this.review = null;
		}
	}

	/**
	 * Too much is being held back: forget it and have those read again that it is of.
	 */
	private void drop() {
		Map<Mirror, Long> first = new LinkedHashMap<>();
		this.pending
			.forEach((revision, parts) -> parts.keySet().forEach((mirror) -> first.putIfAbsent(mirror, revision)));
		clear();
		first.forEach(Mirror::dropped);
	}

	private void clear() {
		this.pending.clear();
		this.backlog = new Backlog(this.seams.settings().maxBacklog());
	}

	/**
	 * A consistent read takes the place of what is pending. A mirror that was not read
	 * has been left behind with what it had delivered.
	 * @param readers the mirrors that were read
	 * @param revision the revision of the read
	 * @param replaced whether the store is another one than before
	 */
	void adopted(Collection<Mirror> readers, long revision, boolean replaced) {
		this.handedOn = replaced ? revision : Math.max(this.handedOn, revision);
		NavigableMap<Long, Map<Mirror, List<Change>>> covered = replaced ? this.pending
				: this.pending.headMap(revision, true);
		covered.forEach((number, parts) -> parts.forEach((mirror, part) -> {
			this.backlog.remove(part);
			if (!readers.contains(mirror)) {
				mirror.copy().rewind(number);
			}
		}));
		covered.clear();
	}

	void start() {
		this.running = true;
	}

	void stop() {
		this.running = false;
		endReview();
		this.held = false;
	}

}
