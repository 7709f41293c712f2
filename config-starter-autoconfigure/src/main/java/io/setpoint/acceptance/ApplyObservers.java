package io.setpoint.acceptance;

import java.util.List;
import java.util.function.Supplier;

import io.setpoint.loop.Containment;
import io.setpoint.mirror.Revision;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Lets observers watch how revisions are applied, whatever becomes of that.
 *
 * @param observers watch it
 */
record ApplyObservers(List<ApplyObserver> observers) {

	private static final Log logger = LogFactory.getLog(ApplyObserver.class);

	ApplyObservers {
		observers = List.copyOf(observers);
	}

	/**
	 * Apply revisions while they watch.
	 * @param revisions the revisions
	 * @param applying applies them
	 * @param <T> the type of what comes of it
	 * @return what has come of it
	 */
	<T> T around(List<Revision> revisions, Supplier<T> applying) {
		List<Runnable> observed = this.observers.stream().map((observer) -> begin(observer, revisions)).toList();
		try {
			return applying.get();
		}
		finally {
			observed.forEach(ApplyObservers::contain);
		}
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
