package io.setpoint.autoconfigure;

import java.util.List;
import java.util.function.Consumer;

import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorPhase;
import io.setpoint.mirror.ResyncReason;
import io.setpoint.mirror.Revision;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Gives revisions to the pipeline first, and everything else to those who measure.
 */
class MirrorListeners implements MirrorListener {

	private final MirrorListener pipeline;

	private final List<MirrorListener> others;

	MirrorListeners(MirrorListener pipeline, List<MirrorListener> others) {
		this.pipeline = pipeline;
		this.others = others;
	}

	@Override
	public void changed(List<Revision> revisions) {
		this.pipeline.changed(revisions);
		tell((listener) -> listener.changed(revisions));
	}

	@Override
	public void phaseChanged(String prefix, MirrorPhase from, MirrorPhase to) {
		tell((listener) -> listener.phaseChanged(prefix, from, to));
	}

	@Override
	public void reconnected(String prefix, @Nullable StoreException cause) {
		tell((listener) -> listener.reconnected(prefix, cause));
	}

	@Override
	public void resynced(ResyncReason reason, long revision, int changes) {
		tell((listener) -> listener.resynced(reason, revision, changes));
	}

	@Override
	public void connectionRenewed(String prefix) {
		tell((listener) -> listener.connectionRenewed(prefix));
	}

	@Override
	public void duplicatesDropped(String prefix, int count) {
		tell((listener) -> listener.duplicatesDropped(prefix, count));
	}

	private void tell(Consumer<MirrorListener> call) {
		this.others.forEach(call);
	}

}
