package io.setpoint.acceptance;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.setpoint.loop.Containment;
import io.setpoint.loop.Loop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A task of the loop that is repeated, after growing waits, until it is done. Used on the
 * loop only.
 */
final class Insistent implements Runnable {

	private static final Log logger = LogFactory.getLog(ConfigurationWatch.class);

	private static final Duration FIRST = Duration.ofSeconds(1);

	private static final Duration LAST = Duration.ofMinutes(5);

	private final Loop loop;

	private final String failed;

	private final BooleanSupplier task;

	private Duration delay = FIRST;

	private boolean scheduled;

	/**
	 * Create a task.
	 * @param loop the loop
	 * @param description what it does
	 * @param task does it, and says whether it is done
	 */
	Insistent(Loop loop, String description, BooleanSupplier task) {
		this.loop = loop;
		this.failed = description + " failed and is tried again";
		this.task = task;
	}

	static Insistent of(Loop loop, String description, Runnable task) {
		return new Insistent(loop, description, () -> {
			task.run();
			return true;
		});
	}

	@Override
	public void run() {
		boolean done = false;
		try {
			done = this.task.getAsBoolean();
		}
		catch (Throwable ex) {
			Containment.report(logger, this.failed, ex, WithoutMessages::of);
		}
		if (done) {
			this.delay = FIRST;
		}
		else {
			again();
		}
	}

	/**
	 * Run after a while, unless that is due already.
	 */
	void again() {
		if (!this.scheduled) {
			this.loop.schedule(() -> {
				this.scheduled = false;
				run();
			}, this.delay);
			this.scheduled = true;
			this.delay = (this.delay.multipliedBy(2).compareTo(LAST) < 0) ? this.delay.multipliedBy(2) : LAST;
		}
	}

}
