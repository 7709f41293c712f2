package io.setpoint.acceptance;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;

/**
 * Where {@code Live} beans and properties beans get their values. A type that nobody has
 * needed so far is bound when it is asked for.
 */
final class LiveValues {

	private final BoundTypes types;

	private final TypeBinder binder;

	private final Decisions decisions;

	private final Publications publications;

	private final Executor listenerExecutor;

	/**
	 * Create the values.
	 * @param types the application's bound types
	 * @param binder knows why a type has no value
	 * @param decisions binds what is needed late
	 * @param publications what is visible
	 * @param listenerExecutor runs listeners
	 */
	LiveValues(BoundTypes types, TypeBinder binder, Decisions decisions, Publications publications,
			Executor listenerExecutor) {
		this.types = types;
		this.binder = binder;
		this.decisions = decisions;
		this.publications = publications;
		this.listenerExecutor = listenerExecutor;
	}

	BoundType type(String beanName) {
		return Objects.requireNonNull(this.types.get(beanName), () -> "'" + beanName + "' is not a bound type");
	}

	/**
	 * Return the value of a type, which is bound now if it has not been needed so far. It
	 * is the stable side's: what is built from it outlives the request.
	 * @param type the type
	 * @return its value
	 */
	Object value(BoundType type) {
		Object value = this.publications.publication().value(type);
		if (value != null) {
			return value;
		}
		this.decisions.decide(() -> draft(type));
		return Objects.requireNonNull(this.publications.publication().value(type));
	}

	private Draft draft(BoundType type) {
		Draft draft = this.decisions.draftOnDemand();
		draft.bind(List.of(type), Set.of());
		draft.foreign().values().forEach((refused) -> {
			throw new InvalidConfigurationException(refused.problems());
		});
		if (draft.outcomes().values().stream().allMatch((judged) -> judged.bound().value() == null)) {
			throw new IllegalStateException("There is no Live value: " + this.binder.limit(type));
		}
		return draft;
	}

	/**
	 * Let a live bean follow its type from now on.
	 * @param type the type, which is bound now if it has not been needed so far
	 * @param liveBean the bean
	 */
	void register(BoundType type, LiveBean<?> liveBean) {
		value(type);
		this.publications.register(type, liveBean);
	}

	Publications publications() {
		return this.publications;
	}

	Executor listenerExecutor() {
		return this.listenerExecutor;
	}

}
