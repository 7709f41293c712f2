package io.setpoint.acceptance;

import java.util.function.Supplier;

import io.setpoint.binding.BoundTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.Scope;

/**
 * The scope of constructor-bound properties beans: asked for a bean, the container gives
 * the value that is published.
 */
final class LiveScope implements Scope {

	/**
	 * The scope's name.
	 */
	static final String NAME = BoundTypes.SCOPE;

	private final Supplier<LiveValues> values;

	LiveScope(Supplier<LiveValues> values) {
		this.values = values;
	}

	@Override
	public Object get(String name, ObjectFactory<?> objectFactory) {
		LiveValues values = this.values.get();
		return values.value(values.type(name));
	}

	@Override
	public @Nullable Object remove(String name) {
		return null;
	}

	@Override
	public void registerDestructionCallback(String name, Runnable callback) {
	}

	@Override
	public @Nullable Object resolveContextualObject(String key) {
		return null;
	}

	@Override
	public @Nullable String getConversationId() {
		return null;
	}

}
