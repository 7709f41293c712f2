package io.setpoint;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A value that stays as it is.
 *
 * @param <T> the type of the value
 * @param get the value
 * @param origin where it comes from
 * @param closed whether it was closed
 */
record FixedLive<T>(T get, LiveOrigin origin, AtomicBoolean closed) implements Live.Derived<T> {

	FixedLive {
		Objects.requireNonNull(get, "A live value is never null");
	}

	FixedLive(T get, LiveOrigin origin) {
		this(get, origin, new AtomicBoolean());
	}

	@Override
	public T get(Subject subject) {
		return this.get;
	}

	@Override
	public Subscription onChange(Listener<? super T> listener) {
		return () -> {
		};
	}

	@Override
	public <R> Derived<R> map(Function<? super T, ? extends R> function) {
		return new FixedLive<>(function.apply(this.get), this.origin);
	}

	@Override
	public void close() {
		if (this.get instanceof AutoCloseable closeable && this.closed.compareAndSet(false, true)) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException("What was mapped could not be closed", ex);
			}
		}
	}

}
