package io.setpoint.binding;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.ClassUtils;

/**
 * Makes second instances of setter-based properties beans, each by the bean's own
 * definition, so that they begin with what the bean begins with. Where none can be made,
 * it knows why.
 *
 * @since 0.1.0
 */
public final class StandIns {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Workshop workshop;

	private final Set<BoundType> made = ConcurrentHashMap.newKeySet();

	private final Set<BoundType> called = ConcurrentHashMap.newKeySet();

	private final Set<BoundType> bound = ConcurrentHashMap.newKeySet();

	private final Map<BoundType, Set<ConfigurationPropertyName>> own = new ConcurrentHashMap<>();

	private final Map<BoundType, String> unmade = new ConcurrentHashMap<>();

	private final Map<BoundType, String> uncalled = new ConcurrentHashMap<>();

	private final Map<Class<?>, Callbacks> callbacks = new ConcurrentHashMap<>();

	/**
	 * Create stand-ins.
	 * @param beanFactory the factory of the beans
	 */
	public StandIns(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.workshop = new Workshop(beanFactory);
	}

	/**
	 * Whether an instance can be made now without making another bean before its time.
	 * @param type the type
	 * @return {@code false} if the properties can only be checked for now
	 */
	boolean isPossible(BoundType type) {
		return type.isFollowed() && !this.unmade.containsKey(type)
				&& (this.made.contains(type) || this.beanFactory.containsSingleton(type.beanName())
						|| definition(type).isSelfContained(type.type()));
	}

	/**
	 * Make an instance that is not bound yet.
	 * @param type the type
	 * @return the instance
	 * @throws UnmadeException if none can be made
	 */
	Object make(BoundType type) {
		boolean first = !this.made.contains(type);
		try {
			Object instance = this.workshop.make(type.beanName());
			if (first && instance == this.workshop.make(type.beanName())) {
				throw new IllegalStateException("its definition gives one instance only");
			}
			this.made.add(type);
			return instance;
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			throw new UnmadeException(first, ex);
		}
	}

	/**
	 * Let an instance that is bound derive what it derives when the container initializes
	 * it, if that is all that happens then.
	 * @param type the type
	 * @param instance the instance
	 * @return every problem that its values make; empty if there is none, or it is not
	 * initialized
	 */
	@Nullable Throwable initialize(BoundType type, Object instance) {
		Callbacks callbacks = callbacks(type, instance);
		if (callbacks.isEmpty() || this.uncalled.containsKey(type)) {
			return null;
		}
		if (!callbacks.onlyDerive()) {
			this.uncalled.put(type, "what it does when it is initialized may be more than to derive values");
			return null;
		}
		try {
			callbacks.call(instance);
			this.called.add(type);
			return null;
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			if (this.called.contains(type) || definition(type).isSelfContained(type.type())) {
				return ex;
			}
			this.uncalled.put(type, ex.getClass().getName() + " when a second instance is initialized");
			return null;
		}
	}

	/**
	 * Whether instances are as complete as the bean.
	 * @param type the type
	 * @return {@code false} if they were not initialized
	 */
	boolean isComplete(BoundType type) {
		return !this.uncalled.containsKey(type);
	}

	boolean isInitialized(BoundType type) {
		return this.called.contains(type);
	}

	private Callbacks callbacks(BoundType type, Object instance) {
		return this.callbacks.computeIfAbsent(ClassUtils.getUserClass(instance),
				(actual) -> Callbacks.of(actual, definition(type).initMethodNames()));
	}

	private Definition definition(BoundType type) {
		return Definition.of(this.beanFactory, type.beanName());
	}

	/**
	 * Make no instances of a type any more.
	 * @param type the type
	 * @param reason why
	 */
	void giveUp(BoundType type, String reason) {
		this.unmade.put(type, reason);
	}

	/**
	 * An instance was bound for the first time, or once more.
	 * @param type the type
	 */
	void addBound(BoundType type) {
		this.bound.add(type);
	}

	boolean isBound(BoundType type) {
		return this.bound.contains(type);
	}

	/**
	 * Return whether each instance is known to have a value of its own.
	 * @param type the type
	 * @param name the name of the value
	 * @return whether it was looked at, and is
	 */
	boolean isOwn(BoundType type, ConfigurationPropertyName name) {
		return this.own.getOrDefault(type, Set.of()).contains(name);
	}

	void addOwn(BoundType type, ConfigurationPropertyName name) {
		this.own.computeIfAbsent(type, (key) -> ConcurrentHashMap.newKeySet()).add(name);
	}

	/**
	 * Say of which beans the live one does not follow, or not wholly.
	 * @param types the types to look at
	 * @param limits given the name of each such bean, and a sentence
	 */
	public void limits(Iterable<BoundType> types, BiConsumer<String, String> limits) {
		for (BoundType type : types) {
			String limit = (type.isValueObject() || definition(type).isInfrastructure(type.type())) ? null
					: limit(type);
			if (limit != null) {
				limits.accept(type.beanName(), limit);
			}
		}
	}

	/**
	 * Say why there is no live value of a type.
	 * @param type the type
	 * @return a sentence, {@code null} if there is one
	 */
	public @Nullable String limit(BoundType type) {
		String name = "Bean '" + type.beanName() + "' of " + type;
		if (!type.isFollowed()) {
			return name + " is a running thing: changes are checked and do not reach it before a restart."
					+ " Bind a properties class, and give the bean its values in a listener of Live";
		}
		if (this.unmade.containsKey(type)) {
			return name + " cannot be made a second time (" + this.unmade.get(type)
					+ "): changes are checked as far as possible and do not reach it before a restart."
					+ " Give its class a constructor, or its bean method parameters, that can be used again";
		}
		if (this.uncalled.containsKey(type)) {
			return name
					+ " takes over its properties, but what it made of them at start stays, and there is no Live of it ("
					+ this.uncalled.get(type) + "). Derive in the setters or getters, or in a listener of Live";
		}
		return null;
	}

	/**
	 * No instance can be made.
	 */
	static final class UnmadeException extends RuntimeException {

		private final boolean first;

		UnmadeException(boolean first, Throwable cause) {
			super(cause);
			this.first = first;
		}

		/**
		 * Whether no instance was ever made of the type.
		 * @return {@code false} if it was possible before
		 */
		boolean isFirst() {
			return this.first;
		}

		String reason() {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(this);
			return (root == getCause() && root instanceof IllegalStateException) ? String.valueOf(root.getMessage())
					: root.getClass().getName();
		}

	}

}
