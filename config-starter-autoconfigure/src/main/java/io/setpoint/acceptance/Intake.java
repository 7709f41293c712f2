package io.setpoint.acceptance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.loop.Loop;
import io.setpoint.mirror.Cause;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.ResyncReason;
import io.setpoint.mirror.Revision;
import io.setpoint.store.Change;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What the mirrors have told and the pipeline has not taken yet. A revision leaves it
 * when the pipeline has accepted or refused it, and not before: whatever fails on the way
 * is tried again. Used on the loop only, except for {@link #size()} and {@link #held}.
 */
final class Intake implements MirrorListener {

	/**
	 * How many revisions may wait before they are told as one.
	 */
	private static final int CAPACITY = 10_000;

	/**
	 * How many revisions at once are a burst.
	 */
	private static final int BURST = 8;

	/**
	 * How long to let more arrive in a burst, as a multiple of what it took to take up
	 * what had arrived before, at least and at most. Without the least, what is taken up
	 * quickly is taken up a few revisions at a time.
	 */
	private static final int PATIENCE = 2;

	private static final Duration SHORTEST = Duration.ofMillis(10);

	private static final Duration LONGEST = Duration.ofMillis(200);

	private final AcceptancePipeline pipeline;

	private final Interpreter interpreter;

	private final ApplyObservers observers;

	private final Loop loop;

	private final Deque<Told> backlog = new ArrayDeque<>();

	private final Set<String> refreshed = new LinkedHashSet<>();

	private final Insistent work;

	private final Insistent reasons;

	private List<CompletableFuture<Void>> waiting = new ArrayList<>();

	private long notBefore;

	private boolean scheduled;

	private volatile int size;

	Intake(AcceptancePipeline pipeline, Interpreter interpreter, ApplyObservers observers, Loop loop) {
		this.pipeline = pipeline;
		this.interpreter = interpreter;
		this.observers = observers;
		this.loop = loop;
		this.notBefore = loop.nanoTime();
		this.work = new Insistent(loop, "Taking up changes of etcd", this::isWorkedOff);
		this.reasons = new Insistent(loop, "Looking for all that is wrong with what is pending", this::isReasonKnown);
	}

	@Override
	public void changed(List<Revision> revisions) {
		revisions.forEach((revision) -> this.backlog.add(new Told(revision, revision.cause() == Cause.REFRESH)));
		if (this.backlog.size() > CAPACITY) {
			merge();
		}
		this.size = this.backlog.size();
		long wait = this.notBefore - this.loop.nanoTime();
		if (wait > 0 && revisions.stream().allMatch((revision) -> revision.cause() == Cause.WATCH)) {
			workOffIn(Duration.ofNanos(wait));
		}
		else {
			workOff();
		}
	}

	/**
	 * In a burst the states in between are not worth more than the time that they take
	 * from what is still to come.
	 * @param wait how long to let more arrive
	 */
	private void workOffIn(Duration wait) {
		if (this.scheduled) {
			return;
		}
		try {
			this.loop.schedule(() -> {
				this.scheduled = false;
				workOff();
			}, wait);
			this.scheduled = true;
		}
		catch (Throwable ex) {
			workOff();
		}
	}

	/**
	 * Keep of each key the last change only, as a read would find it. Whoever has asked
	 * for a refresh among them is told of all of it.
	 */
	private void merge() {
		Map<String, Map<String, Change>> last = new LinkedHashMap<>();
		ResyncReason reason = ResyncReason.BACKLOG;
		long number = 0;
		boolean refresh = false;
		for (Told told : this.backlog) {
			Revision revision = told.revision;
			refresh |= told.refresh;
			number = revision.number();
			reason = (revision.reason() == ResyncReason.STORE_REPLACED) ? revision.reason() : reason;
			revision.changes()
				.forEach((prefix, changes) -> changes
					.forEach((change) -> last.computeIfAbsent(prefix, (key) -> new LinkedHashMap<>())
						.put(change.key(), change)));
		}
		Map<String, List<Change>> changes = new LinkedHashMap<>();
		last.forEach((prefix, byKey) -> changes.put(prefix, List.copyOf(byKey.values())));
		Revision merged = new Revision(number, changes, Cause.RESYNC, reason);
		this.backlog.clear();
		this.backlog.add(new Told(merged, refresh));
	}

	/**
	 * Propose revisions in their order, up to the first that has to wait.
	 */
	void workOff() {
		this.work.run();
	}

	private boolean isWorkedOff() {
		long begun = this.loop.nanoTime();
		boolean burst = this.backlog.size() >= BURST;
		try {
			for (List<Proposal> next = next(); !next.isEmpty(); next = next()) {
				propose(next);
			}
			proposeOverdue();
			this.interpreter.workedOff();
			this.notBefore = this.loop.nanoTime() + (burst ? pauseAfter(this.loop.nanoTime() - begun) : 0);
			if (this.backlog.isEmpty()) {
				settle(null);
			}
			if (this.pipeline.isAnyReasonOpen()) {
				this.reasons.again();
			}
			return true;
		}
		catch (Throwable ex) {
			settle(new StoreException("What was read of etcd could not be taken up, and is tried again", ex));
			throw ex;
		}
	}

	/**
	 * What was left out in a burst is made up for when that is over.
	 * @return {@code false} as long as more is to come
	 */
	private boolean isReasonKnown() {
		if (this.scheduled || !this.backlog.isEmpty()) {
			return false;
		}
		this.pipeline.completeReasons();
		return true;
	}

	private static long pauseAfter(long nanos) {
		return Math.max(SHORTEST.toNanos(), Math.min(PATIENCE * nanos, LONGEST.toNanos()));
	}

	private void propose(List<Proposal> proposals) {
		List<Revision> revisions = this.backlog.stream().limit(proposals.size()).map(Told::revision).toList();
		Set<String> names = this.observers.around(revisions, () -> this.pipeline.propose(proposals));
		if (this.backlog.element().refresh) {
			this.refreshed.addAll(names);
		}
		proposals.forEach((proposal) -> this.backlog.remove());
		this.size = this.backlog.size();
	}

	private void proposeOverdue() {
		List<Proposal> overdue = this.interpreter.overdue();
		if (!overdue.isEmpty()) {
			this.pipeline.propose(overdue);
		}
	}

	/**
	 * Return what can be proposed together: a refresh by itself.
	 * @return the proposals, empty if there is nothing or something has to wait
	 */
	private List<Proposal> next() {
		List<Proposal> proposals = new ArrayList<>();
		for (Told told : this.backlog) {
			Revision revision = told.revision;
			boolean refresh = told.refresh;
			Map<String, ? extends Collection<Change>> contents = (refresh && !proposals.isEmpty()) ? null
					: this.interpreter.contents(revision);
			if (contents == null) {
				return proposals;
			}
			proposals.add(new Proposal(revision.number(), kind(revision), contents));
			if (refresh) {
				return proposals;
			}
		}
		return proposals;
	}

	private static Kind kind(Revision revision) {
		if (revision.reason() == ResyncReason.STORE_REPLACED) {
			return Kind.REPLACED;
		}
		return (revision.cause() == Cause.WATCH) ? Kind.REVISION : Kind.REREAD;
	}

	/**
	 * Return when everything has been worked off that is here now.
	 * @return completes on the loop, or fails if it could not be taken up
	 */
	CompletableFuture<Void> workedOff() {
		CompletableFuture<Void> workedOff = new CompletableFuture<>();
		if (this.backlog.isEmpty()) {
			workedOff.complete(null);
		}
		else {
			this.waiting.add(workedOff);
		}
		return workedOff;
	}

	private void settle(@Nullable StoreException failure) {
		List<CompletableFuture<Void>> settled = this.waiting;
		if (settled.isEmpty()) {
			return;
		}
		this.waiting = new ArrayList<>();
		for (CompletableFuture<Void> future : settled) {
			if (failure != null) {
				future.completeExceptionally(failure);
			}
			else {
				future.complete(null);
			}
		}
	}

	/**
	 * Return what refreshes have changed since this was asked last.
	 * @return the names of the properties
	 */
	Set<String> takeRefreshed() {
		Set<String> names = new LinkedHashSet<>(this.refreshed);
		this.refreshed.clear();
		return names;
	}

	/**
	 * Return how many revisions wait.
	 * @return their number
	 */
	int size() {
		return this.size;
	}

	@Override
	public @Nullable Map<String, Long> held(String prefix) {
		return this.backlog.isEmpty() ? this.pipeline.accepted().held(prefix) : null;
	}

	/**
	 * What was told, once.
	 *
	 * @param revision the changes
	 * @param refresh whether somebody has asked for a refresh and waits for the names
	 */
	private record Told(Revision revision, boolean refresh) {
	}

}
