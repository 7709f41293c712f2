package io.setpoint.acceptance;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.setpoint.Live;
import io.setpoint.LiveOrigin;
import io.setpoint.Subject;
import io.setpoint.binding.BoundType;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * The {@link Live} value of a bound type.
 *
 * @param <T> the type
 */
final class LiveBean<T> implements Live<T>, DisposableBean {

	private final LiveValues values;

	private final BoundType type;

	private final List<ListenerLane<T>> listeners = new CopyOnWriteArrayList<>();

	private final Products products;

	private volatile @Nullable T value;

	/**
	 * Create the bean. Called by the container with what the bean definition names.
	 * @param values binds the type's first value
	 * @param beanName the name of the properties bean
	 */
	LiveBean(LiveValues values, String beanName) {
		this.values = values;
		this.products = new Products(values.listenerExecutor());
		this.type = values.type(beanName);
		values.register(this.type, this);
	}

	@Override
	public T get() {
		T value = this.value;
		return (value != null) ? value : assigned();
	}

	@Override
	public T get(Subject subject) {
		T value = this.value;
		return (value != null) ? value : decided(subject);
	}

	@SuppressWarnings("unchecked")
	private T assigned() {
		return (T) Objects.requireNonNull(this.values.publications().value(this.type));
	}

	@SuppressWarnings("unchecked")
	private T decided(Subject subject) {
		Publication publication = this.values.publications().publication();
		return (T) Objects.requireNonNull(publication.value(this.type, publication.variants().decide(subject)));
	}

	@SuppressWarnings("unchecked")
	private T published() {
		return (T) Objects.requireNonNull(this.values.publications().publication().value(this.type));
	}

	/**
	 * Read the publication from now on, whichever it is.
	 */
	void lookAtPublication() {
		this.value = null;
	}

	/**
	 * Keep the published value at hand.
	 */
	void follow() {
		this.value = published();
	}

	@Override
	public LiveOrigin origin() {
		return Objects.requireNonNull(this.values.publications().origin(this.type));
	}

	@Override
	public Subscription onChange(Listener<? super T> listener) {
		ListenerLane<T> lane = new ListenerLane<>(this.type.toString(), listener, this.values.listenerExecutor());
		this.listeners.add(lane);
		return () -> {
			this.listeners.remove(lane);
			lane.close();
		};
	}

	@Override
	public <R> Derived<R> map(Function<? super T, ? extends R> function) {
		return this.products.add(new DerivedLive<>(this, function, this.values.listenerExecutor()));
	}

	boolean hasListeners() {
		return !this.listeners.isEmpty();
	}

	@SuppressWarnings("unchecked")
	void changed(Object oldValue, Object newValue) {
		this.products.endDropped();
		for (ListenerLane<T> lane : this.listeners) {
			lane.add((T) oldValue, (T) newValue);
		}
	}

	@Override
	public void destroy() {
		this.listeners.forEach(ListenerLane::close);
		this.products.close();
	}

	@Override
	public String toString() {
		return "Live " + this.type;
	}

}
