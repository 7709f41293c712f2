package io.setpoint.rollout.control;

import java.time.Instant;
import java.util.List;

import io.setpoint.rollout.FleetMember;
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

	private @Nullable Following following;

	private @Nullable StageWatch watch;

	private List<GuardReading> readings = List.of();

	private @Nullable FleetMember written;

	private boolean writing;

	Membership(Identity identity, String configuration, Instant since) {
		this.identity = identity;
		this.configuration = configuration;
		this.since = since;
	}

	String configuration() {
		return this.configuration;
	}

	void follow(Following following, List<GuardSensor> sensors) {
		this.following = following;
		StageWatch before = this.watch;
		StageWatch next = StageWatch.of(following, this.identity, sensors, before);
		boolean paused = next == null && following.state().phase() == Phase.PAUSED;
		if (next != before && !paused) {
			this.watch = next;
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
		if (watch == this.watch) {
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
		return current.equals(this.written) ? null : current;
	}

	private FleetMember member() {
		Following now = this.following;
		if (now == null) {
			return new FleetMember(this.identity.id(), this.identity.labels(), null, null, 0,
					FleetMember.Verdict.PENDING, null, null, 0, List.of(), this.since);
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

	void written(@Nullable FleetMember member) {
		this.writing = false;
		this.written = member;
	}

	void forgotten() {
		this.written = null;
	}

}
