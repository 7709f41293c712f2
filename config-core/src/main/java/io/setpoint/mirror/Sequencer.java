package io.setpoint.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Change;
import io.setpoint.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Puts the changes of all prefixes into the order of their revisions. A revision is
 * handed on when every mirror that is awaited is known to have delivered everything up to
 * it: then all its changes are here, over all prefixes.
 */
final class Sequencer {

	private final MirrorGroup group;

	private final Surroundings<Store> surroundings;

	private final MirrorSettings settings;

	private final MirrorListener listener;

	private final NavigableMap<Long, Map<Mirror, List<Change>>> pending = new TreeMap<>();

	private Backlog backlog;

	private boolean held;

	private boolean scheduled;

	private boolean releasing;

	private boolean running;

	private long handedOn;

	private long head;

	private long headSince;

	private long replacedAt;

	private Loop.@Nullable Timer review;

	Sequencer(MirrorGroup group) {
		this.group = group;
		this.surroundings = group.surroundings();
		this.settings = group.settings();
		this.listener = group.listener();
		this.backlog = new Backlog(this.settings.maxBacklog());
	}

	void offer(Mirror mirror, List<Change> changes) {
		int from = 0;
		int revisions = 0;
		for (int to = 1; to <= changes.size(); to++) {
			long revision = changes.get(from).revision();
			if (to == changes.size() || changes.get(to).revision() != revision) {
				List<Change> part = List.copyOf(changes.subList(from, to));
				this.pending.computeIfAbsent(revision, (key) -> new LinkedHashMap<>()).put(mirror, part);
				from = to;
				revisions++;
			}
		}
		this.backlog.add(changes);
		mirror.liveness().waiting(mirror.liveness().waiting() + revisions);
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

	/**
	 * Hand on what is complete, behind everything that has arrived by now: what has
	 * queued up is handed on in one go.
	 */
	void releaseSoon() {
		if (!this.scheduled) {
			this.surroundings.loop().execute(() -> {
				this.scheduled = false;
				release(false);
			});
			this.scheduled = true;
		}
	}

	private void release(boolean review) {
		if (this.releasing || !this.running) {
			return;
		}
		this.releasing = true;
		try {
			if (!this.held) {
				handOn();
				press(review);
			}
			if (isFull()) {
				drop();
			}
		}
		finally {
			this.releasing = false;
			count();
		}
	}

	/**
	 * Hand on what is complete. Only what the listener has taken leaves the sequencer.
	 */
	private void handOn() {
		List<Delivery> complete = new ArrayList<>();
		for (Map.Entry<Long, Map<Mirror, List<Change>>> entry : this.pending.entrySet()) {
			if (!missing(entry.getKey()).isEmpty()) {
				break;
			}
			complete.add(delivery(entry.getKey(), entry.getValue()));
		}
		List<Revision> revisions = complete.stream().map(Delivery::revision).filter(Objects::nonNull).toList();
		if (!revisions.isEmpty()) {
			this.listener.changed(revisions);
		}
		complete.forEach(this::handedOn);
	}

	/**
	 * Return a revision without the parts of mirrors that nobody waits for: these are
	 * read again when they are back.
	 * @param number its number
	 * @param parts its changes
	 * @return the revision
	 */
	private static Delivery delivery(long number, Map<Mirror, List<Change>> parts) {
		Set<Mirror> left = new LinkedHashSet<>();
		Map<String, List<Change>> changes = new LinkedHashMap<>();
		parts.forEach((mirror, part) -> {
			if (mirror.isAwaited()) {
				changes.put(mirror.prefix(), part);
			}
			else {
				left.add(mirror);
			}
		});
		return new Delivery(number, changes.isEmpty() ? null : Revision.watched(number, changes), left);
	}

	private void handedOn(Delivery delivery) {
		Map<Mirror, List<Change>> parts = this.pending.getOrDefault(delivery.number, Map.of());
		parts.forEach((mirror, part) -> {
			if (delivery.left.contains(mirror)) {
				mirror.copy().rewind(delivery.number);
			}
			else {
				mirror.copy().apply(part);
			}
		});
		parts.values().forEach(this.backlog::remove);
		this.pending.remove(delivery.number);
		if (delivery.revision != null) {
			this.handedOn = Math.max(this.handedOn, delivery.number);
		}
	}

	boolean isFull() {
		return this.backlog.isFull();
	}

	private void count() {
		for (Mirror mirror : this.group.mirrors()) {
			mirror.liveness()
				.waiting(this.pending.isEmpty() ? 0
						: (int) this.pending.values().stream().filter((parts) -> parts.containsKey(mirror)).count());
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
	 * Ask those that are waited for, and look again soon: to replace a stream that does
	 * not deliver, to give its mirror up, or because a mirror has become stale. What has
	 * arrived while the loop was busy is looked at first.
	 * @param review whether everything was looked at that had arrived in time
	 */
	private void press(boolean review) {
		if (this.pending.isEmpty()) {
			endReview();
			return;
		}
		long now = this.surroundings.loop().nanoTime();
		boolean another = this.review == null || this.head != this.pending.firstKey();
		if (another) {
			this.head = this.pending.firstKey();
			this.headSince = now;
			this.replacedAt = now;
		}
		List<Mirror> missing = missing(this.head);
		if (review) {
			judge(missing, now);
		}
		missing.forEach(this::inquire);
		if (review || another) {
			reviewIn(untilStale(missing));
		}
	}

	private void judge(List<Mirror> missing, long now) {
		if (now - this.headSince >= this.settings.staleAfter().toNanos()) {
			live(missing).forEach((mirror) -> mirror.giveUp(this.headSince));
		}
		else if (now - this.replacedAt >= this.settings.silenceLimit().toNanos()) {
			this.replacedAt = now;
			live(missing).forEach((mirror) -> mirror.read(ReadPurpose.of(ResyncReason.UNANSWERED)));
		}
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
		Duration soonest = this.settings.heartbeat();
		for (Mirror mirror : missing) {
			Duration left = mirror.liveness().untilStale();
			if (left.toNanos() > 0 && left.compareTo(soonest) < 0) {
				soonest = left;
			}
		}
		return soonest;
	}

	private void reviewIn(Duration delay) {
		endReview();
		this.review = this.surroundings.after(delay, () -> release(true));
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
		this.backlog = new Backlog(this.settings.maxBacklog());
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

	/**
	 * Forget that anything is under way: it has failed. What was not handed on stays
	 * until a read takes its place, and is counted anew.
	 */
	void recover() {
		Backlog counted = new Backlog(this.settings.maxBacklog());
		this.pending.values().forEach((parts) -> parts.values().forEach(counted::add));
		this.backlog = counted;
		this.held = false;
		this.scheduled = false;
		this.releasing = false;
	}

	void start() {
		this.running = true;
	}

	void stop() {
		this.running = false;
		endReview();
		this.held = false;
	}

	/**
	 * A revision that is complete.
	 *
	 * @param number its number
	 * @param revision what is handed on of it, {@code null} if nothing is
	 * @param left the mirrors whose part is left out
	 */
	private record Delivery(long number, @Nullable Revision revision, Set<Mirror> left) {
	}

}
