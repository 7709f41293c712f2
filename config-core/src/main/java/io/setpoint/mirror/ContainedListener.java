package io.setpoint.mirror;

import java.util.List;
import java.util.Map;

import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a listener throws away from the loop, except when revisions are handed on:
 * these count as handed on only if the listener has taken them.
 */
final class ContainedListener implements MirrorListener {

	private static final Log logger = LogFactory.getLog(Mirrors.class);

	private final MirrorListener delegate;

	ContainedListener(MirrorListener delegate) {
		this.delegate = delegate;
	}

	@Override
	public void changed(List<Revision> revisions) {
		this.delegate.changed(List.copyOf(revisions));
	}

	@Override
	public @Nullable Map<String, Long> held(String prefix) {
		return this.delegate.held(prefix);
	}

	@Override
	public void phaseChanged(String prefix, MirrorPhase from, MirrorPhase to) {
		contain(() -> this.delegate.phaseChanged(prefix, from, to));
	}

	@Override
	public void reconnected(String prefix, @Nullable StoreException cause) {
		contain(() -> this.delegate.reconnected(prefix, cause));
	}

	@Override
	public void resynced(ResyncReason reason, long revision, int changes) {
		contain(() -> this.delegate.resynced(reason, revision, changes));
	}

	@Override
	public void connectionRenewed(String prefix) {
		contain(() -> this.delegate.connectionRenewed(prefix));
	}

	@Override
	public void duplicatesDropped(String prefix, int count) {
		contain(() -> this.delegate.duplicatesDropped(prefix, count));
	}

	private void contain(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.error("A listener of the watch loop failed", ex);
		}
	}

}
