package io.setpoint.rollout.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.setpoint.instance.Identity;
import io.setpoint.rollout.Bench;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.FleetMember.Waiting;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * What this instance says of itself in the fleet of one configuration.
 */
final class Membership {

	private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

	private final Identity identity;

	private final String configuration;

	private final Gauging gauging;

	/**
	 * What tells this process from all others that have or had its id, and itself from
	 * what it was before it left.
	 */
	private String incarnation = "";

	private Instant since = Instant.EPOCH;

	private @Nullable Bench bench;

	private List<Waiting> waiting = List.of();

	private @Nullable Long held;

	private int denials;

	private @Nullable Long takenSince;

	private @Nullable Following following;

	private @Nullable StageWatch watch;

	private @Nullable StageWatch prepared;

	private List<GuardReading> readings = List.of();

	private @Nullable FleetMember written;

	private @Nullable Long revision = 0L;

	private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

	Membership(Identity identity, String configuration, Gauging gauging) {
		this.identity = identity;
		this.configuration = configuration;
		this.gauging = gauging;
	}

	/**
	 * Know what the instance is made of.
	 * @param bench what it can answer for, {@code null} if that is not known
	 */
	void describe(@Nullable Bench bench) {
		this.bench = bench;
	}

	void waiting(List<Waiting> waiting) {
		this.waiting = waiting;
	}

	/**
	 * Be in the fleet from now on.
	 * @param incarnation what nobody else has been in it
	 * @param since since when
	 */
	void begin(String incarnation, Instant since) {
		this.incarnation = incarnation;
		this.since = since;
	}

	String incarnation() {
		return this.incarnation;
	}

	String configuration() {
		return this.configuration;
	}

	Gauging gauging() {
		return this.gauging;
	}

	/**
	 * Take what measures a stage since before its candidate was visible. One that does so
	 * already goes on.
	 * @param prepared what measures
	 */
	void prepared(StageWatch prepared) {
		if (this.prepared == null || !this.prepared.isLike(prepared)) {
			this.prepared = prepared;
		}
	}

	/**
	 * Follow a state. What was read before a pause is not judged after it. What is
	 * counted goes on from where the stage began here, through the pause: the candidate
	 * was in use all the while.
	 * @param following what was followed
	 * @param sensors what can measure
	 */
	void follow(Following following, List<GuardSensor> sensors) {
		this.following = following;
		StageWatch before = this.watch;
		StageWatch next = StageWatch.of(following, this.identity, sensors, before, this.prepared);
		boolean paused = next == null && following.state().phase() == Phase.PAUSED;
		if (next != before && !paused) {
			this.watch = next;
		}
		if (next != before) {
			this.readings = List.of();
		}
	}

	/**
	 * Return what has to be measured now.
	 * @return what measures, or {@code null} if there is nothing to measure
	 */
	@Nullable StageWatch watch() {
		boolean runs = this.following != null && this.following.state().phase() == Phase.RUNNING;
		return runs ? this.watch : null;
	}

	void measured(StageWatch watch, List<GuardReading> readings) {
		if (watch == watch()) {
			this.readings = readings;
		}
	}

	/**
	 * Return what has to be written.
	 * @param now the monotonic time
	 * @return the entry, or {@code null} if nothing has changed or nothing can be written
	 */
	@Nullable FleetMember due(long now) {
		if (!this.settled.isDone() || (this.held != null && now - this.held < 0)) {
			return null;
		}
		FleetMember current = member();
		return isNews(current) ? current : null;
	}

	/**
	 * Ask whether an entry says what is not known. How far the state was followed is
	 * known of an instance that goes on as before, whatever becomes of the others.
	 * @param current the entry
	 * @return whether it has to be written
	 */
	private boolean isNews(FleetMember current) {
		FleetMember before = this.written;
		if (before == null || isAwaited(current, before)) {
			return !current.equals(before);
		}
		return !current.equals(new FleetMember(before.instance(), before.labels(), before.version(), before.candidate(),
				current.revision(), before.verdict(), before.reason(), current.rollout(), current.stage(),
				before.readings(), before.since(), before.incarnation(), before.build(), before.locations(),
				before.waiting(), before.profiles()));
	}

	/**
	 * Ask whether the controller waits for this instance to follow the state, or needs to
	 * know which stage its readings belong to.
	 * @param current the entry
	 * @param before the entry that was written last
	 * @return whether it does
	 */
	private boolean isAwaited(FleetMember current, FleetMember before) {
		RolloutState state = (this.following != null) ? this.following.state() : RolloutState.INITIAL;
		if (current.verdict() != Verdict.ACCEPTED || !current.readings().isEmpty()) {
			return true;
		}
		return (state.isCandidateFor(this.identity) || !state.requestRules().isEmpty()) && !state.isRunBy(before);
	}

	private FleetMember member() {
		FleetMember member = bare().waitingFor(this.waiting);
		Bench bench = this.bench;
		return (bench != null) ? member.of(bench.build(), bench.profiles(), bench.locations()) : member;
	}

	private FleetMember bare() {
		Following now = this.following;
		if (now == null) {
			return new FleetMember(this.identity.id(), this.identity.labels(), null, null, 0, Verdict.PENDING, null,
					null, 0, List.of(), this.since, this.incarnation);
		}
		RolloutState state = now.state();
		String rollout = state.phase().isExposed() ? state.salt() : null;
		return new FleetMember(this.identity.id(), this.identity.labels(), now.version(), now.candidate(),
				now.revision(), now.verdict(), now.reason(), rollout, state.stage(),
				(rollout != null) ? this.readings : List.of(), this.since, this.incarnation);
	}

	void writing() {
		this.settled = new CompletableFuture<>();
	}

	/**
	 * Wait for what is on its way.
	 * @return completes when nothing is
	 */
	CompletableFuture<Void> settled() {
		return this.settled;
	}

	/**
	 * Ask whether an entry was written by this process and no other.
	 * @param entry the entry
	 * @return whether it was
	 */
	boolean isMine(KeyValue entry) {
		try {
			return this.incarnation.equals(RolloutFormat.read(entry.value(), FleetMember.class).incarnation());
		}
		catch (InvalidRolloutStateException ex) {
			return false;
		}
	}

	/**
	 * Ask whether somebody waits for this instance to come back or to say that it does
	 * not: it has the candidate of a rollout that is running.
	 * @return whether somebody does
	 */
	boolean isAwaited() {
		RolloutState state = (this.following != null) ? this.following.state() : RolloutState.INITIAL;
		return state.phase() == Phase.RUNNING
				&& (state.isCandidateFor(this.identity) || !state.requestRules().isEmpty());
	}

	/**
	 * The place is another process's, at least for now.
	 * @param now the monotonic time
	 * @param until when to look again
	 * @return for how long that has been so
	 */
	Duration taken(long now, long until) {
		this.held = until;
		if (this.takenSince == null) {
			this.takenSince = now;
		}
		this.settled.complete(null);
		return Duration.ofNanos(now - this.takenSince);
	}

	/**
	 * Nothing may be written: to try again each second would help nobody.
	 * @param now the monotonic time
	 * @return how long to wait, longer each time
	 */
	Duration denied(long now) {
		Duration pause = Duration.ofSeconds(Math.min(1L << Math.min(this.denials, 6), MAX_PAUSE.toSeconds()));
		this.denials++;
		this.held = now + pause.toNanos();
		return pause;
	}

	/**
	 * An entry was written.
	 * @param member the entry, {@code null} if it will not stay
	 * @param revision its revision
	 */
	void written(@Nullable FleetMember member, long revision) {
		this.denials = 0;
		this.written = member;
		this.revision = revision;
		this.settled.complete(null);
	}

	/**
	 * It was read which entry there is.
	 * @param revision its revision, 0 if there is none
	 */
	void located(long revision) {
		this.takenSince = null;
		this.revision = revision;
		this.settled.complete(null);
	}

	/**
	 * It is not known any more which entry there is.
	 */
	void unknown() {
		forgotten();
		this.settled.complete(null);
	}

	void forgotten() {
		this.written = null;
		this.revision = null;
	}

	/**
	 * Return the revision of the entry that there is.
	 * @return its revision, 0 if there is none, {@code null} if that has to be found out
	 */
	@Nullable Long revision() {
		return this.revision;
	}

}
