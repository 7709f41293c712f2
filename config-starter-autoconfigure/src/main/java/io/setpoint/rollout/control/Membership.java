package io.setpoint.rollout.control;

import java.time.Instant;
import java.util.List;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.Identity;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import org.jspecify.annotations.Nullable;

/**
 * What this instance says of itself in the fleet of one configuration.
 */
final class Membership {

	private final Identity identity;

	private final Instant since;

	private final String configuration;

	private final Gauging gauging;

	private @Nullable Following following;

	private @Nullable StageWatch watch;

	private List<GuardReading> readings = List.of();

	private @Nullable FleetMember written;

	private @Nullable Long revision = 0L;

	private boolean writing;

	Membership(Identity identity, String configuration, Instant since, Gauging gauging) {
		this.gauging = gauging;
		this.identity = identity;
		this.configuration = configuration;
		this.since = since;
	}

	String configuration() {
		return this.configuration;
	}

	Gauging gauging() {
		return this.gauging;
	}

	/**
	 * Follow a state. What was measured before a pause says nothing of the time after it,
	 * in which whoever resumes wants to be judged.
	 * @param following what was followed
	 * @param sensors what can measure
	 */
	void follow(Following following, List<GuardSensor> sensors) {
		this.following = following;
		StageWatch before = this.watch;
		StageWatch next = StageWatch.of(following, this.identity, sensors, before);
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
	 * @return the entry, or {@code null} if nothing has changed
	 */
	@Nullable FleetMember due() {
		if (this.writing) {
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
				before.readings(), before.since()));
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
		Following now = this.following;
		if (now == null) {
			return new FleetMember(this.identity.id(), this.identity.labels(), null, null, 0, Verdict.PENDING, null,
					null, 0, List.of(), this.since);
		}
		RolloutState state = now.state();
		String rollout = state.phase().isExposed() ? state.salt() : null;
		return new FleetMember(this.identity.id(), this.identity.labels(), now.version(), now.candidate(),
				now.revision(), now.verdict(), now.reason(), rollout, state.stage(),
				(rollout != null) ? this.readings : List.of(), this.since);
	}

	void writing() {
		this.writing = true;
	}

	/**
	 * An entry was written.
	 * @param member the entry, {@code null} if it will not stay
	 * @param revision its revision
	 */
	void written(@Nullable FleetMember member, long revision) {
		this.writing = false;
		this.written = member;
		this.revision = revision;
	}

	/**
	 * It was read which entry there is.
	 * @param revision its revision, 0 if there is none
	 */
	void located(long revision) {
		this.writing = false;
		this.revision = revision;
	}

	/**
	 * It is not known any more which entry there is.
	 */
	void unknown() {
		this.writing = false;
		forgotten();
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
