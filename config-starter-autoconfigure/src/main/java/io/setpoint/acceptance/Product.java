package io.setpoint.acceptance;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.setpoint.Live;
import io.setpoint.LiveOrigin;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Something built from a live value, built anew on each change of it. A change that does
 * not follow on from what was built last is an older one that is overtaken already, or
 * comes after a build that failed: then the newest value counts.
 *
 * <p>
 * The function may take as long as it likes: nobody waits for it, and what it builds
 * after the end is closed at once.
 *
 * @param <T> the type of the value
 * @param <R> the type of what is built
 */
final class Product<T, R> {

	private static final Log logger = LogFactory.getLog(Live.class);

	private final Live<T> source;

	private final Function<? super T, ? extends R> function;

	private final Executor executor;

	private final List<ListenerLane<R>> listeners = new CopyOnWriteArrayList<>();

	private final Products products;

	private final Object building = new Object();

	private final Live.Subscription subscription;

	private T builtFrom;

	private boolean closed;

	private @Nullable DerivedLive<T, R> holder;

	private volatile R value;

	private volatile LiveOrigin origin;

	Product(Live<T> source, Function<? super T, ? extends R> function, Executor executor) {
		this.source = source;
		this.function = function;
		this.executor = executor;
		this.products = new Products(executor);
		synchronized (this.building) {
			this.subscription = source.onChange(this::rebuild);
			this.builtFrom = Assignment.outside(source::get);
			this.origin = Assignment.outside(source::origin);
			try {
				this.value = build(this.builtFrom);
			}
			catch (RuntimeException | Error ex) {
				this.subscription.close();
				throw ex;
			}
		}
	}

	private R build(T from) {
		return Objects.requireNonNull(this.function.apply(from), "The function of a mapped Live returned null");
	}

	/**
	 * Build anew. Called on the lane of the source, which waits for a first build only.
	 * @param before the value before the change
	 * @param after the value after the change
	 */
	private void rebuild(T before, T after) {
		this.products.endDropped();
		synchronized (this.building) {
			T from = (before == this.builtFrom) ? after : Assignment.outside(this.source::get);
			if (from != this.builtFrom && !isClosed()) {
				replace(from, build(from));
			}
		}
	}

	private void replace(T from, R newValue) {
		R oldValue = this.value;
		if (!show(from, newValue)) {
			close(newValue);
		}
		else if (oldValue != newValue) {
			this.listeners.forEach((lane) -> lane.add(oldValue, newValue));
			close(oldValue);
		}
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	private synchronized boolean show(T from, R newValue) {
		if (!this.closed) {
			this.builtFrom = from;
			this.origin = Assignment.outside(this.source::origin);
			this.value = newValue;
		}
		return !this.closed;
	}

	private void close(Object replaced) {
		if (replaced instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
				logger.warn("What was mapped from a former value of " + this.source + " could not be closed",
						WithoutMessages.of(ex));
			}
		}
	}

	R value() {
		return this.value;
	}

	LiveOrigin origin() {
		return this.origin;
	}

	Products products() {
		return this.products;
	}

	/**
	 * Tell a listener of what is built from now on. As long as there is one, whoever
	 * listens need not hold anything else.
	 * @param live what was listened to
	 * @param listener the listener
	 * @return ends the subscription
	 */
	Live.Subscription onChange(DerivedLive<T, R> live, Live.Listener<? super R> listener) {
		ListenerLane<R> lane = new ListenerLane<>(toString(), listener, this.executor);
		synchronized (this) {
			this.listeners.add(lane);
			this.holder = live;
		}
		return () -> {
			synchronized (this) {
				this.listeners.remove(lane);
				this.holder = this.listeners.isEmpty() ? null : this.holder;
			}
			lane.close();
		};
	}

	/**
	 * End it, without waiting for a build that is under way.
	 */
	void close() {
		R last;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.holder = null;
			last = this.value;
		}
		this.subscription.close();
		this.listeners.forEach(ListenerLane::close);
		this.products.close();
		close(last);
	}

	@Override
	public String toString() {
		return "mapped " + this.source;
	}

}
