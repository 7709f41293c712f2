package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.List;

import io.setpoint.store.Change;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.Header;
import io.setpoint.store.StoreException;

/**
 * The watch is open. Before anything that it delivers counts, the store has to show that
 * it still has the history that the copy was made from: the same keys at the same
 * modification revisions, just before the first revision that is watched.
 */
final class VerifyingState extends MirrorState {

	private final Header opened;

	private final Verification verification;

	private final Backlog backlog;

	private final List<Change> changes = new ArrayList<>();

	private long revision;

	VerifyingState(Mirror mirror, Header opened) {
		super(mirror);
		this.opened = opened;
		this.verification = new Verification(mirror);
		this.backlog = new Backlog(mirror.settings().maxBacklog());
		this.revision = opened.revision();
	}

	@Override
	MirrorPhase phase() {
		return MirrorPhase.VERIFYING;
	}

	@Override
	void enter() {
		long known = this.verification.highest();
		if (mirror().group().isOtherCluster(this.opened.clusterId())) {
			verified(false);
		}
		else if (this.opened.revision() < known) {
			failed(new FutureRevisionException(
					"etcd is at revision " + this.opened.revision() + ", but revision " + known + " was read from it",
					null));
		}
		else {
			this.verification.begin(this::verified, this::failed);
		}
	}

	private void verified(boolean same) {
		if (same) {
			mirror().enter(new LiveState(mirror(), this.revision, this.changes));
		}
		else {
			mirror().read(ReadPurpose.of(ResyncReason.STORE_REPLACED));
		}
	}

	private void failed(StoreException cause) {
		if (cause instanceof FutureRevisionException) {
			mirror().read(ReadPurpose.doubting(cause));
		}
		else {
			mirror().failed(cause);
		}
	}

	@Override
	void leave() {
		this.verification.cancel();
	}

	@Override
	void changed(Header header, List<Change> changes) {
		this.revision = header.revision();
		this.changes.addAll(changes);
		this.backlog.add(changes);
		if (this.backlog.isFull()) {
			mirror().read(ReadPurpose.of(ResyncReason.BACKLOG));
		}
	}

}
