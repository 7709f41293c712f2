package io.setpoint.acceptance;

import java.util.concurrent.Executor;
import java.util.function.Function;

import io.setpoint.Live;
import io.setpoint.LiveOrigin;
import io.setpoint.Subject;

/**
 * What somebody holds who has mapped a live value. When nobody holds it any more, its
 * {@link Product} ends.
 *
 * @param <T> the type of the value
 * @param <R> the type of what is built
 */
final class DerivedLive<T, R> implements Live.Derived<R> {

	private final Product<T, R> product;

	private final Executor executor;

	DerivedLive(Live<T> source, Function<? super T, ? extends R> function, Executor executor) {
		this.product = new Product<>(source, function, executor);
		this.executor = executor;
	}

	Product<T, R> product() {
		return this.product;
	}

	@Override
	public R get() {
		return this.product.value();
	}

	@Override
	public R get(Subject subject) {
		return get();
	}

	@Override
	public Subscription onChange(Listener<? super R> listener) {
		return this.product.onChange(this, listener);
	}

	@Override
	public <S> Derived<S> map(Function<? super R, ? extends S> function) {
		return this.product.products().add(new DerivedLive<>(this, function, this.executor));
	}

	@Override
	public LiveOrigin origin() {
		return this.product.origin();
	}

	@Override
	public void close() {
		this.product.close();
	}

	@Override
	public String toString() {
		return this.product.toString();
	}

}
