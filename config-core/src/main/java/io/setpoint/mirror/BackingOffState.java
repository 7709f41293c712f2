package io.setpoint.mirror;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Something failed; waits to try again.
 */
final class BackingOffState extends MirrorState {

	private final Duration delay;

	private final boolean patient;

	private Loop.@Nullable Timer timer;

	BackingOffState(Mirror mirror, Duration delay, boolean patient) {
		super(mirror);
		this.delay = delay;
		this.patient = patient;
	}

	@Override
	MirrorPhase phase() {
		return MirrorPhase.BACKING_OFF;
	}

	@Override
	void enter() {
		this.timer = seams().after(this.delay, mirror()::resume);
	}

	@Override
	void leave() {
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	/**
	 * Stop waiting, because another location has just reached etcd.
	 */
	void hurry() {
		if (!this.patient) {
			mirror().resume();
		}
	}

}
