package io.setpoint.mirror;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.setpoint.loop.Surroundings;
import io.setpoint.store.AnswerTooLargeException;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.RevisionCompactedException;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The machine that keeps the copy of one location; the package's documentation has its
 * diagram. Used by the loop only, except for {@link #status()}.
 */
final class Mirror {

	private static final Log logger = LogFactory.getLog(Mirrors.class);

	private final MirrorGroup group;

	private final String prefix;

	private String name;

	private final Copy copy;

	private final Retry retry;

	private final Streams streams;

	private final Liveness liveness;

	private MirrorState state = new StoppedState(this);

	private @Nullable ReadPurpose purpose;

	private boolean barred;

	private int readsSinceLive;

	Mirror(MirrorGroup group, String prefix, InitialImage initial) {
		this.group = group;
		this.prefix = prefix;
		this.name = "'" + prefix + "'";
		this.copy = new Copy(prefix, initial);
		this.streams = new Streams(this);
		this.retry = new Retry(group.settings(), group.surroundings().randomness(), this::name);
		if (!this.copy.isConfirmed()) {
			this.purpose = ReadPurpose.of(this.copy.isKnown() ? ResyncReason.SNAPSHOT : ResyncReason.FIRST_READ);
		}
		this.liveness = new Liveness(this, this.copy.isKnown() ? initial.currentAt() : null);
	}

	MirrorGroup group() {
		return this.group;
	}

	Surroundings<Store> surroundings() {
		return this.group.surroundings();
	}

	MirrorSettings settings() {
		return this.group.settings();
	}

	MirrorListener listener() {
		return this.group.listener();
	}

	String prefix() {
		return this.prefix;
	}

	/**
	 * Return what the location is called where people read of it.
	 * @return its name
	 */
	String name() {
		return this.name;
	}

	void named(String name) {
		this.name = name;
	}

	Copy copy() {
		return this.copy;
	}

	MirrorState state() {
		return this.state;
	}

	Streams streams() {
		return this.streams;
	}

	/**
	 * Return up to where everything was delivered.
	 * @return the revision
	 */
	long frontier() {
		return this.copy.next() - 1;
	}

	boolean isLive() {
		return this.state instanceof LiveState;
	}

	boolean isStopped() {
		return this.state instanceof StoppedState;
	}

	/**
	 * Return whether the others must do without this mirror.
	 * @return whether etcd denies us its prefix
	 */
	boolean isBarred() {
		return this.barred;
	}

	/**
	 * Return whether the others wait for what this mirror has to deliver.
	 * @return whether it is live, or away so shortly that it is not stale
	 */
	boolean isAwaited() {
		return this.copy.isKnown() && !this.barred && (isLive() || this.liveness.isLive());
	}

	Retry retry() {
		return this.retry;
	}

	Liveness liveness() {
		return this.liveness;
	}

	/**
	 * Return whether it is known already that a call would be in vain.
	 * @return whether etcd is out of reach
	 */
	boolean isOutOfReach() {
		return !isLive() && this.retry.failure() != null && (this.retry.failures() > 1 || !this.liveness.isLive());
	}

	@Nullable StoreException failure() {
		return this.retry.failure();
	}

	MirrorStatus status() {
		return this.liveness.status();
	}

	/**
	 * Return what the store is expected to hold at the frontier.
	 * @return the entry of each key
	 */
	Map<String, KeyValue> expected() {
		return this.copy.expected(this.group.sequencer().pendingOf(this));
	}

	void start() {
		if (isStopped()) {
			resume();
		}
	}

	void stop() {
		if (!isStopped()) {
			this.retry.reset();
			enter(new StoppedState(this));
		}
	}

	void told(StoreException cause) {
		this.group.outage().told(this.retry, cause);
	}

	void resume() {
		if (this.purpose == null && this.group.isShared() && !this.liveness.isLive()) {
			this.purpose = ReadPurpose.of(ResyncReason.LEFT_BEHIND);
		}
		enter((this.purpose != null) ? new ReadingState(this, this.purpose) : new OpeningState(this));
	}

	void enter(MirrorState next) {
		MirrorPhase from = this.state.phase();
		this.state.leave();
		this.liveness.keep();
		this.state = next;
		if (next.phase() != MirrorPhase.VERIFYING && next.phase() != MirrorPhase.LIVE) {
			this.streams.close();
		}
		this.liveness.publish();
		listener().phaseChanged(this.prefix, from, next.phase());
		next.enter();
		this.group.sequencer().releaseSoon();
	}

	void openStream() {
		this.streams.open(this.copy.next());
	}

	/**
	 * Read everything again: at once the first time, later only after a wait, until the
	 * mirror has been live.
	 * @param wanted what for
	 */
	void read(ReadPurpose wanted) {
		if (this.purpose == null || wanted.reason() != null) {
			this.purpose = wanted;
		}
		if (this.readsSinceLive++ == 0) {
			enter(new ReadingState(this, this.purpose));
		}
		else {
			backOff((wanted.doubt() != null) ? wanted.doubt()
					: new StoreException(this.name + " has to be read again and again: " + wanted.reason(), null));
		}
	}

	/**
	 * Let the others go on without this mirror, because it could not be shown to have
	 * delivered everything.
	 * @param time when that was first asked
	 */
	void giveUp(long time) {
		read(ReadPurpose.of(ResyncReason.UNANSWERED));
		this.liveness.heard(time);
	}

	/**
	 * The store has not gone back, the member that said so lags behind.
	 * @param doubt what it said
	 */
	void dispelDoubt(StoreException doubt) {
		this.purpose = null;
		backOff(doubt);
	}

	void failed(StoreException cause) {
		this.streams.interrupted(cause);
		if (cause instanceof RevisionCompactedException) {
			read(ReadPurpose.of(ResyncReason.COMPACTED));
		}
		else if (cause instanceof AnswerTooLargeException) {
			read(ReadPurpose.of(ResyncReason.ANSWER_TOO_LARGE));
		}
		else {
			backOff(cause);
		}
	}

	void backOff(StoreException cause) {
		this.retry.failed(cause);
		this.group.outage().failed(this.retry);
		this.streams.interrupted(cause);
		if (this.retry.isRefused() && cause instanceof PermissionDeniedException) {
			this.barred = true;
		}
		if (isRenewalDue()) {
			this.streams.renewConnection();
		}
		enter(new BackingOffState(this, this.retry.delay(), this.retry.isRefused()));
	}

	/**
	 * Return whether to ask for a fresh connection. Another location that is live would
	 * lose its own for that, so it is done ever more rarely then.
	 * @return whether it has failed often enough
	 */
	boolean isRenewalDue() {
		return this.retry.isExhausted()
				&& (this.retry.isExhaustedTwiceAsOften() || this.group.mirrors().stream().noneMatch(Mirror::isLive));
	}

	/**
	 * Leave the others alone.
	 * @param cause how etcd denied us this prefix while it granted others
	 */
	void bar(StoreException cause) {
		this.barred = true;
		backOff(cause);
	}

	void unbar() {
		this.barred = false;
	}

	/**
	 * Whether it waits for nothing but time.
	 * @return whether it would stop waiting if etcd were back
	 */
	boolean isWaiting() {
		return this.state instanceof BackingOffState backingOff && !backingOff.isPatient();
	}

	/**
	 * etcd was just reached: stop waiting. If it is not ready yet for this location,
	 * begin with short waits again, which stay short for a while.
	 */
	void hurry() {
		this.retry.startOver();
		if (this.state instanceof BackingOffState backingOff) {
			backingOff.hurry();
		}
	}

	void asked() {
		if (this.state instanceof BackingOffState backingOff) {
			backingOff.asked();
		}
	}

	/**
	 * The stream is open and verified.
	 */
	void verified() {
		this.retry.reset();
		this.group.outage().ended(this.retry);
		this.readsSinceLive = 0;
		this.barred = false;
		heard();
		this.streams.verified();
		this.group.live(this);
	}

	void accept(List<Change> changes) {
		List<Change> fresh = this.copy.withoutDuplicates(changes);
		if (fresh.size() < changes.size()) {
			listener().duplicatesDropped(this.prefix, changes.size() - fresh.size());
		}
		if (fresh.isEmpty()) {
			return;
		}
		if (this.copy.isEmptied()) {
			read(ReadPurpose.of(ResyncReason.KEYS_APPEARED));
			return;
		}
		this.copy.reached(fresh.get(fresh.size() - 1).revision());
		this.group.sequencer().offer(this, fresh);
		this.group.sequencer().releaseSoon();
	}

	/**
	 * Changes that were delivered but not handed on had to be dropped.
	 * @param firstRevision the revision of the first of them
	 */
	void dropped(long firstRevision) {
		this.copy.rewind(firstRevision);
		read(ReadPurpose.of(ResyncReason.BACKLOG));
	}

	void adopt(Copy.Adoption adoption, long revision) {
		boolean emptied = this.copy.isEmptied();
		this.copy.adopt(adoption);
		if (this.copy.isEmptied() && !emptied) {
			logger.warn("Nothing is left of " + this.name + " at revision " + revision + "; the last good state ("
					+ this.copy.size() + " keys) stays until keys appear or a refresh is asked for");
		}
		heard();
	}

	/**
	 * Go on after a consistent read.
	 * @param answered whether this mirror had waited for it
	 * @param replaced whether the store is another one than before
	 */
	void proceed(boolean answered, boolean replaced) {
		if (answered) {
			this.purpose = null;
		}
		if ((answered && this.state instanceof ReadingState) || (replaced && this.streams.current() != null)) {
			enter(new OpeningState(this));
		}
	}

	/**
	 * Something that is no fault of etcd's failed, so that it is not certain what was
	 * told: read everything again after a wait.
	 * @param cause what failed
	 */
	void recover(StoreException cause) {
		if (!isStopped()) {
			this.purpose = ReadPurpose.of(ResyncReason.FAILED);
			backOff(cause);
		}
	}

	void heard() {
		this.liveness.heard();
	}

	PublishedState publishedState(Instant begun, long heardAt) {
		return new PublishedState(this.copy.isKnown(), this.copy.isConfirmed(), this.barred || this.retry.isRefused(),
				this.copy.isEmptied(), this.state.phase(), begun, heardAt, isLive() ? this.streams.current() : null,
				this.retry.failure());
	}

}
