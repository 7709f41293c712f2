package io.setpoint.acceptance;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.setpoint.Live;
import io.setpoint.LiveOrigin;
import io.setpoint.Subject;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

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
final class DerivedLive<T, R> implements Live<R> {

	private static final Log logger = LogFactory.getLog(Live.class);

	private final Live<T> source;

	private final Function<? super T, ? extends R> function;

	private final Executor executor;

	private final List<ListenerLane<R>> listeners = new CopyOnWriteArrayList<>();

	private final List<DerivedLive<?, ?>> derived = new CopyOnWriteArrayList<>();

	private final Object building = new Object();

	private final Subscription subscription;

	private T builtFrom;

	private boolean closed;

	private volatile R value;

	private volatile LiveOrigin origin;

	DerivedLive(Live<T> source, Function<? super T, ? extends R> function, Executor executor) {
		this.source = source;
		this.function = function;
		this.executor = executor;
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

	@Override
	public R get() {
		return this.value;
	}

	@Override
	public R get(Subject subject) {
		return this.value;
	}

	@Override
	public Subscription onChange(Listener<? super R> listener) {
		ListenerLane<R> lane = new ListenerLane<>(toString(), listener, this.executor);
		this.listeners.add(lane);
		return () -> {
			this.listeners.remove(lane);
			lane.close();
		};
	}

	@Override
	public <S> Live<S> map(Function<? super R, ? extends S> function) {
		DerivedLive<R, S> live = new DerivedLive<>(this, function, this.executor);
		this.derived.add(live);
		return live;
	}

	@Override
	public LiveOrigin origin() {
		return this.origin;
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
			last = this.value;
		}
		this.subscription.close();
		this.listeners.forEach(ListenerLane::close);
		this.derived.forEach(DerivedLive::close);
		close(last);
	}

	@Override
	public String toString() {
		return "mapped " + this.source;
	}

}
