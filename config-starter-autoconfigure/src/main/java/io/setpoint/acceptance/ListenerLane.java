package io.setpoint.acceptance;

import java.util.concurrent.Executor;

import io.setpoint.Live;
import io.setpoint.loop.Containment;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Calls one listener, one change at a time and in order, without holding up anybody else.
 * A listener that falls far behind sees the changes that wait as one.
 *
 * @param <T> the type of the value
 */
final class ListenerLane<T> {

	private static final Log logger = LogFactory.getLog(Live.class);

	private final String subject;

	private final Live.Listener<? super T> listener;

	private final Lane<Call<T>> lane;

	ListenerLane(String subject, Live.Listener<? super T> listener, Executor executor) {
		this.subject = subject;
		this.listener = listener;
		this.lane = new Lane<>(this::call, Call::then, FollowerLane.CAPACITY, executor);
	}

	void add(T oldValue, T newValue) {
		this.lane.add(new Call<>(oldValue, newValue));
	}

	private void call(Call<T> call) {
		try {
			this.listener.changed(call.oldValue(), call.newValue());
		}
		catch (Throwable ex) {
			Containment.report(logger, "A listener to " + this.subject + " failed with " + ex.getClass().getName()
					+ "; the new value stays, and other listeners are not affected", ex, WithoutMessages::of);
		}
	}

	void close() {
		this.lane.close();
	}

	private record Call<T>(T oldValue, T newValue) {

		Call<T> then(Call<T> later) {
			return new Call<>(this.oldValue, later.newValue());
		}

	}

}
