package io.setpoint.loop;

import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;

/**
 * Keeps failures of those who are called from those who call.
 *
 * @since 0.1.0
 */
public final class Containment {

	private Containment() {
	}

	/**
	 * Call somebody whose failure is logged and goes no further, whatever it is.
	 * @param logger where it is logged
	 * @param consequence what follows from a failure
	 * @param call the call
	 */
	public static void contain(Log logger, String consequence, Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			report(logger, consequence, ex, UnaryOperator.identity());
		}
	}

	/**
	 * Log a failure, where there may not even be the memory to do that.
	 * @param logger where it is logged
	 * @param consequence what follows from it
	 * @param failure the failure
	 * @param shown makes of it what the log may show
	 */
	public static void report(Log logger, String consequence, Throwable failure, UnaryOperator<Throwable> shown) {
		try {
			logger.error(consequence, shown.apply(failure));
		}
		catch (Throwable unlogged) {
			failure.addSuppressed(unlogged);
		}
	}

}
