package io.setpoint.acceptance;

import java.util.List;
import java.util.Map;

import io.setpoint.loop.Containment;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.Revision;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets observers watch how revisions are taken, whatever becomes of that.
 *
 * @param delegate takes revisions
 * @param observers watch it
 */
record ObservedListener(MirrorListener delegate, List<ApplyObserver> observers) implements MirrorListener {

	private static final Log logger = LogFactory.getLog(ApplyObserver.class);

	@Override
	public void changed(List<Revision> revisions) {
		List<Runnable> observed = this.observers.stream().map((observer) -> begin(observer, revisions)).toList();
		try {
			this.delegate.changed(revisions);
		}
		finally {
			observed.forEach(ObservedListener::contain);
		}
	}

	@Override
	public @Nullable Map<String, Long> held(String prefix) {
		return this.delegate.held(prefix);
	}

	private static Runnable begin(ApplyObserver observer, List<Revision> revisions) {
		Runnable[] end = { () -> {
		} };
		contain(() -> end[0] = observer.applying(revisions));
		return end[0];
	}

	private static void contain(Runnable call) {
		Containment.contain(logger, "What measures the watch has failed; the configuration is not affected", call);
	}

}
