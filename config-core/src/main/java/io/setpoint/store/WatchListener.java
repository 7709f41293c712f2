package io.setpoint.store;

import java.util.List;

/**
 * Told what happens on a watch. Callbacks come one at a time, in order, mostly on the
 * thread that reads the connection, where others wait: they hand over and return.
 *
 * @since 0.1.0
 */
public interface WatchListener {

	/**
	 * The server has opened the watch.
	 * @param header the header of its answer
	 */
	default void created(Header header) {
	}

	/**
	 * Keys have changed. An answer always carries all changes of each of its revisions.
	 * @param header the header of the answer; its revision says nothing about the changes
	 * @param changes the changes in order of their revisions
	 */
	default void changed(Header header, List<Change> changes) {
	}

	/**
	 * The server has sent a progress notification.
	 * @param header the header, whose revision all delivered changes reach where progress
	 * can be trusted
	 */
	default void progressed(Header header) {
	}

	/**
	 * The watch is over, for whatever reason. Called at most once, and not after
	 * {@link Watch#close()}.
	 * @param cause why
	 */
	default void ended(StoreException cause) {
	}

}
