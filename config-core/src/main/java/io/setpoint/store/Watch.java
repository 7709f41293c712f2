package io.setpoint.store;

/**
 * A running watch.
 *
 * @since 0.1.0
 */
public interface Watch extends AutoCloseable {

	/**
	 * Ask the server for a progress notification on this watch's stream. Never blocks.
	 */
	void requestProgress();

	/**
	 * End the watch on the server too. Idempotent, never blocks, and may be called from
	 * within a callback.
	 */
	@Override
	void close();

}
