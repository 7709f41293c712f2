package io.setpoint.store;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Observes calls of etcd that have one answer. Called on the threads of the client;
 * returns at once.
 *
 * @since 0.1.0
 */
public interface CallObserver {

	/**
	 * A call begins.
	 * @param client what the connection is for
	 * @param method the method, such as {@code etcdserverpb.KV/Range}
	 * @param headers takes headers that are sent with the call
	 * @return told of its end
	 */
	Observed begin(String client, String method, BiConsumer<String, String> headers);

	/**
	 * Take along what this thread has for the calls that a task makes on another one.
	 * @param task the task
	 * @return the task to run there
	 */
	Runnable carry(Runnable task);

	/**
	 * A call that is observed.
	 */
	@FunctionalInterface
	interface Observed {

		/**
		 * The call has ended.
		 * @param status the status of gRPC, {@code OK} if it was answered
		 * @param failure why it was not, if there is a cause
		 */
		void end(String status, @Nullable Throwable failure);

	}

}
