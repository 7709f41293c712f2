package io.setpoint.rollout.web;

import io.micrometer.context.ThreadLocalAccessor;
import io.setpoint.acceptance.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * Carries the side of a request to other threads, where an application propagates its
 * context. Found by Micrometer's context propagation as a service.
 *
 * @since 0.1.0
 */
public final class AssignmentAccessor implements ThreadLocalAccessor<Assignment> {

	/**
	 * The key in a Reactor context.
	 */
	static final String KEY = "setpoint.assignment";

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable Assignment getValue() {
		return Assignment.current();
	}

	@Override
	public void setValue(Assignment value) {
		value.enter();
	}

	@Override
	public void setValue() {
		Assignment.restore(null);
	}

}
