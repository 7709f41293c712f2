package io.setpoint.mirror;

import java.util.List;

import io.setpoint.loop.Loop;
import io.setpoint.store.Change;
import io.setpoint.store.Header;
import io.setpoint.store.StoreUnreachableException;
import org.jspecify.annotations.Nullable;

/**
 * A watch from the next revision is asked for. The server's word that it is open moves no
 * revision.
 */
final class OpeningState extends MirrorState {

	private Loop.@Nullable Timer limit;

	OpeningState(Mirror mirror) {
		super(mirror);
	}

	@Override
	MirrorPhase phase() {
		return MirrorPhase.OPENING;
	}

	@Override
	void enter() {
		this.limit = surroundings().after(settings().silenceLimit(), this::giveUp);
		mirror().openStream();
	}

	private void giveUp() {
		long millis = settings().silenceLimit().toMillis();
		mirror().failed(new StoreUnreachableException("etcd has not opened the watch within " + millis + " ms", null));
	}

	@Override
	void leave() {
		if (this.limit != null) {
			this.limit.cancel();
		}
	}

	@Override
	void created(Header header) {
		mirror().enter(new VerifyingState(mirror(), header));
	}

	@Override
	void changed(Header header, List<Change> changes) {
		created(header);
		mirror().state().changed(header, changes);
	}

}
