package io.setpoint;

import java.util.Objects;
import java.util.function.Function;

/**
 * A value that stays as it is.
 *
 * @param <T> the type of the value
 * @param get the value
 * @param origin where it comes from
 */
record FixedLive<T>(T get, LiveOrigin origin) implements Live<T> {

	FixedLive {
		Objects.requireNonNull(get, "A live value is never null");
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
	public <R> Live<R> map(Function<? super T, ? extends R> function) {
		return new FixedLive<>(function.apply(this.get), this.origin);
	}

}
