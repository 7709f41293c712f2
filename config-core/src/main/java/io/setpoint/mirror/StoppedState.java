package io.setpoint.mirror;

/**
 * Nothing runs.
 */
final class StoppedState extends MirrorState {

	StoppedState(Mirror mirror) {
		super(mirror);
	}

	@Override
	MirrorPhase phase() {
		return MirrorPhase.STOPPED;
	}

}
