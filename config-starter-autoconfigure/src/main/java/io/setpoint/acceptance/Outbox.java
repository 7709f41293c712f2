package io.setpoint.acceptance;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

import io.setpoint.loop.Containment;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What has to be told of what is visible, in order. What cannot be told now, because
 * there is no memory or no thread for it, is told later. Used under the pipeline's lock.
 */
final class Outbox {

	private static final Log logger = LogFactory.getLog(AcceptancePipeline.class);

	private static final String UNTOLD = "Nobody could be told of a configuration change that is visible, which is ";

	private static final String GIVEN_UP = UNTOLD + "given up";

	private static final String TRIED_AGAIN = UNTOLD + "tried again";

	private static final int PATIENCE = 10;

	private Deque<Runnable> waiting = new ArrayDeque<>();

	private int failures;

	/**
	 * Return what will wait after a change: what does now, and more.
	 * @param more what else has to be told
	 * @return all of it
	 */
	Deque<Runnable> with(Collection<Runnable> more) {
		Deque<Runnable> all = new ArrayDeque<>(this.waiting);
		all.addAll(more);
		return all;
	}

	void replace(Deque<Runnable> waiting) {
		this.waiting = waiting;
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	void tell() {
		for (Runnable next = this.waiting.peek(); next != null && told(next); next = this.waiting.peek()) {
			this.waiting.remove();
			this.failures = 0;
		}
	}

	private boolean told(Runnable next) {
		try {
			next.run();
			return true;
		}
		catch (Throwable ex) {
			return isGivenUp(ex);
		}
	}

	private boolean isGivenUp(Throwable ex) {
		this.failures++;
		boolean givenUp = this.failures >= PATIENCE;
		Containment.report(logger, givenUp ? GIVEN_UP : TRIED_AGAIN, ex, WithoutMessages::of);
		return givenUp;
	}

}
