package io.setpoint.refresh;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

import io.setpoint.Live;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls one listener, one change at a time and in order, without holding up anybody else.
 * A listener that falls far behind sees the changes that wait as one.
 *
 * @param <T> the type of the value
 */
final class ListenerLane<T> {

	/**
	 * How many changes may wait for a listener before they are merged.
	 */
	static final int CAPACITY = 1024;

	private static final Log logger = LogFactory.getLog(Live.class);

	private final String subject;

	private final Live.Listener<? super T> listener;

	private final Executor executor;

	private final Deque<Call<T>> waiting = new ArrayDeque<>();

	private boolean running;

	private boolean closed;

	ListenerLane(String subject, Live.Listener<? super T> listener, Executor executor) {
		this.subject = subject;
		this.listener = listener;
		this.executor = executor;
	}

	void add(T oldValue, T newValue) {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			T from = (this.waiting.size() < CAPACITY) ? oldValue : this.waiting.removeLast().oldValue();
			this.waiting.addLast(new Call<>(from, newValue));
			if (this.running) {
				return;
			}
			this.running = true;
		}
		this.executor.execute(this::drain);
	}

	private void drain() {
		for (Call<T> call = next(); call != null; call = next()) {
			try {
				this.listener.changed(call.oldValue(), call.newValue());
			}
			catch (Throwable ex) {
				logger.error(
						"A listener to " + this.subject + " failed with " + ex.getClass().getName()
								+ "; the new value stays, and other listeners are not affected",
						WithoutMessages.of(ex));
			}
		}
	}

	private synchronized @Nullable Call<T> next() {
		Call<T> call = this.closed ? null : this.waiting.pollFirst();
		this.running = (call != null);
		return call;
	}

	synchronized void close() {
		this.closed = true;
		this.waiting.clear();
	}

	private record Call<T>(T oldValue, T newValue) {
	}

}
