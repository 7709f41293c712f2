package io.setpoint.mirror;

import java.util.List;
import java.util.NavigableSet;

import io.setpoint.store.Change;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.Header;

/**
 * Changes are handed on.
 */
final class LiveState extends MirrorState {

	private final List<Change> waiting;

	private final Heartbeat heartbeat;

	private final ProgressCheck progressCheck;

	private long revision;

	LiveState(Mirror mirror, long revision, List<Change> waiting) {
		super(mirror);
		this.revision = revision;
		this.waiting = waiting;
		this.heartbeat = new Heartbeat(mirror);
		this.progressCheck = new ProgressCheck(mirror, this.heartbeat);
	}

	@Override
	MirrorPhase phase() {
		return MirrorPhase.LIVE;
	}

	@Override
	void enter() {
		if (mirror().group().sequencer().hasLeftBehind(mirror())) {
			mirror().read(ReadPurpose.of(ResyncReason.LEFT_BEHIND));
			return;
		}
		mirror().verified();
		this.heartbeat.start();
		mirror().accept(this.waiting);
	}

	@Override
	void leave() {
		this.heartbeat.stop();
		this.progressCheck.stop();
	}

	void inquire(NavigableSet<Long> revisions) {
		this.progressCheck.about(revisions);
	}

	@Override
	void changed(Header header, List<Change> changes) {
		if (header.revision() < this.revision) {
			mirror().read(ReadPurpose.doubting(new FutureRevisionException("The watch went back from revision "
					+ this.revision + " to revision " + header.revision() + " of the store", null)));
			return;
		}
		this.revision = header.revision();
		this.progressCheck.changed();
		mirror().accept(changes);
	}

	@Override
	void progressed(Header header) {
		this.heartbeat.progressed();
		if (surroundings().store().isProgressTrusted()) {
			mirror().copy().reached(header.revision());
			this.progressCheck.progressed(header.revision());
			mirror().group().sequencer().releaseSoon();
		}
	}

}
