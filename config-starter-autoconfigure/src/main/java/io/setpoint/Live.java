package io.setpoint;

import java.time.Instant;
import java.util.function.Function;

/**
 * The current value of a {@code @ConfigurationProperties} type. Inject it by its generic
 * type wherever a value has to stay current:
 *
 * <pre class="code">
 * Checkout(Live&lt;PricingProperties&gt; pricing) { ... }
 * </pre>
 *
 * A value is always one that was bound and validated as a whole. It never is {@code null}
 * and never goes back to an older state by itself. All methods may be called from any
 * thread.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public interface Live<T> {

	/**
	 * Return the current value. Costs what a volatile read costs, takes no lock and
	 * allocates nothing. While a rollout over requests is under way, a request has the
	 * value of its side, the same for as long as it lasts; whatever else runs has the
	 * stable one. Two calls may see two values: keep the result where two reads must
	 * agree, or use {@link Snapshots} where two types must.
	 * @return the current value
	 */
	T get();

	/**
	 * Return the current value as a subject has it while a rollout over requests is under
	 * way, where there is no request or it is for somebody else.
	 * @param subject the subject
	 * @return the current value, of the candidate if the subject is in its cohort
	 */
	T get(Subject subject);

	/**
	 * Be told of every later value that differs from the one before. The listener runs on
	 * a thread of Setpoint, one call at a time and in order; neither its failure nor its
	 * slowness holds up others. One that is very slow sees several changes as one.
	 * @param listener the listener
	 * @return ends the subscription when closed
	 */
	Subscription onChange(Listener<? super T> listener);

	/**
	 * Derive something from the value: built now, and built anew once for each change,
	 * after it was published. A derived object that is {@link AutoCloseable} is closed
	 * when its successor has taken its place. If the function fails on a change, the
	 * derived object stays as it is. It is built from the stable side of a rollout over
	 * requests, for all of them.
	 * <p>
	 * Keep what is returned for as long as it is needed: it lives as long as somebody
	 * holds it or listens to it, so what a refresh-scoped or prototype bean has mapped
	 * goes with the bean. Then, or when it is closed, or when the application ends, the
	 * derived object is closed and not built any more. To do something on each change,
	 * use {@link #onChange}.
	 * @param function builds the derived object, which must not be {@code null}
	 * @param <R> the type of the derived object
	 * @return the live derived object
	 */
	<R> Derived<R> map(Function<? super T, ? extends R> function);

	/**
	 * Say where the current value comes from.
	 * @return its revision, version and time of acceptance
	 */
	LiveOrigin origin();

	/**
	 * Return a value that stays as it is, for what is created without a container, such
	 * as a unit test. Its listeners are never called.
	 * @param value the value
	 * @param <T> its type
	 * @return the live value
	 */
	static <T> Live<T> of(T value) {
		return new FixedLive<>(value, new LiveOrigin(0, null, Instant.now()));
	}

	/**
	 * Told of a change.
	 *
	 * @param <T> the type of the value
	 */
	@FunctionalInterface
	interface Listener<T> {

		/**
		 * The value has changed.
		 * @param oldValue the value before
		 * @param newValue the value now
		 */
		void changed(T oldValue, T newValue);

	}

	/**
	 * A live object that was derived from a value.
	 *
	 * @param <R> the type of the derived object
	 */
	interface Derived<R> extends Live<R>, AutoCloseable {

		/**
		 * End it, and close the derived object if it is {@link AutoCloseable}.
		 * {@link #get()} goes on to return it. Idempotent.
		 */
		@Override
		void close();

	}

	/**
	 * A listener's subscription.
	 */
	interface Subscription extends AutoCloseable {

		/**
		 * End the subscription. Idempotent. A call that is under way goes on.
		 */
		@Override
		void close();

	}

}
