package io.setpoint.rollout.control;

import java.util.List;
import java.util.function.Function;

import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReading;
import io.setpoint.rollout.GuardVerdict.Outcome;
import io.setpoint.rollout.RolloutGuard;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Asks the {@link RolloutGuard} beans of the application.
 *
 * @since 0.1.0
 */
public final class BeanGuardSensor implements GuardSensor {

	private final Function<String, @Nullable RolloutGuard> beans;

	/**
	 * Create a sensor.
	 * @param beans gives the bean of a name, or {@code null} if there is none
	 */
	public BeanGuardSensor(Function<String, @Nullable RolloutGuard> beans) {
		this.beans = beans;
	}

	@Override
	public boolean measures(Guard guard) {
		return guard.kind() == Guard.Kind.CUSTOM;
	}

	@Override
	public Measurement begin(Guard guard, Exposure exposure) {
		String name = String.valueOf(guard.meter());
		Assert.state(this.beans.apply(name) != null,
				() -> "There is no RolloutGuard bean '" + name + "': define it, or correct the guard in the plan");
		return () -> List
			.of(new GuardReading(guard.name(), exposure.candidate(), 1, 0, null, judge(name, exposure.version())));
	}

	private Outcome judge(String name, String version) {
		RolloutGuard bean = this.beans.apply(name);
		Outcome outcome = (bean != null) ? bean.judge(version) : null;
		return (outcome != null) ? outcome : Outcome.INCONCLUSIVE;
	}

}
