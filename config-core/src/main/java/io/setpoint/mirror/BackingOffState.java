package io.setpoint.mirror;

import java.time.Duration;

import io.setpoint.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * Something failed; waits to try again.
 */
final class BackingOffState extends MirrorState {

	/**
	 * How long to wait in any case, so that who asks often does not have etcd asked as
	 * often.
	 */
	private static final Duration LEAST = Duration.ofMillis(250);

	private final Duration delay;

	private final boolean patient;

	private final long since;

	private Loop.@Nullable Timer timer;

	BackingOffState(Mirror mirror, Duration delay, boolean patient) {
		super(mirror);
		this.delay = delay;
		this.patient = patient;
		this.since = surroundings().loop().nanoTime();
	}

	@Override
	MirrorPhase phase() {
		return MirrorPhase.BACKING_OFF;
	}

	@Override
	void enter() {
		this.timer = surroundings().after(this.delay, mirror()::resume);
		mirror().group().lookout().begin();
	}

	@Override
	void leave() {
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	/**
	 * Whether nothing is gained by trying again sooner, because etcd has answered.
	 * @return whether to wait to the end
	 */
	boolean isPatient() {
		return this.patient;
	}

	/**
	 * Stop waiting, because etcd was just reached.
	 */
	void hurry() {
		if (!this.patient) {
			mirror().resume();
		}
	}

	/**
	 * Stop waiting, because somebody is told that etcd is out of reach who would like to
	 * know whether it still is.
	 */
	void asked() {
		if (surroundings().loop().nanoTime() - this.since >= LEAST.toNanos()) {
			hurry();
		}
	}

}
