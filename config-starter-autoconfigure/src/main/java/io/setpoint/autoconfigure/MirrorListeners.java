package io.setpoint.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.setpoint.acceptance.ApplyObserver;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorPhase;
import io.setpoint.mirror.ResyncReason;
import io.setpoint.mirror.Revision;
import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives revisions to the pipeline first, and everything else to those who measure. Their
 * failures are contained, so that they keep nothing from the pipeline nor from each
 * other.
 */
class MirrorListeners implements MirrorListener {

	private static final Log logger = LogFactory.getLog(MirrorListeners.class);

	private final MirrorListener pipeline;

	private final List<MirrorListener> others;

	private final List<ApplyObserver> observers;

	MirrorListeners(MirrorListener pipeline, List<MirrorListener> others, List<ApplyObserver> observers) {
		this.pipeline = pipeline;
		this.others = others;
		this.observers = observers;
	}

	@Override
	public void changed(List<Revision> revisions) {
		List<Runnable> observed = this.observers.stream().map((observer) -> begin(observer, revisions)).toList();
		try {
			this.pipeline.changed(revisions);
		}
		finally {
			observed.forEach(MirrorListeners::contain);
		}
		tell((listener) -> listener.changed(revisions));
	}

	@Override
	public @Nullable Map<String, Long> held(String prefix) {
		return this.pipeline.held(prefix);
	}

	private static Runnable begin(ApplyObserver observer, List<Revision> revisions) {
		Runnable[] end = { () -> {
		} };
		contain(() -> end[0] = observer.applying(revisions));
		return end[0];
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
		this.others.forEach((listener) -> contain(() -> call.accept(listener)));
	}

	private static void contain(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.error("What measures the watch has failed; the configuration is not affected", ex);
		}
	}

}
