package io.setpoint.observation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.setpoint.observation.SetpointMeters.Tag;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.FollowingListener;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;

/**
 * Measures where the rollouts are that this instance takes part in. Each instance tells
 * of itself; the fleet is the sum of them.
 *
 * @since 0.1.0
 */
public class RolloutMetrics implements MeterBinder, FollowingListener {

	private final Map<String, Following> followings = new ConcurrentHashMap<>();

	private final List<String> configurations;

	/**
	 * Create the metrics.
	 * @param configurations the names of the configurations
	 */
	public RolloutMetrics(Collection<String> configurations) {
		this.configurations = List.copyOf(configurations);
	}

	@Override
	public void followed(Following following) {
		this.followings.put(following.configuration(), following);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (String configuration : this.configurations) {
			gauge(registry, SetpointMeters.ROLLOUT_STAGE, configuration, RolloutMetrics::stage);
			gauge(registry, SetpointMeters.ROLLOUT_SHARE, configuration, RolloutMetrics::share);
			gauge(registry, SetpointMeters.ROLLOUT_COHORT, configuration, RolloutMetrics::cohort);
			gauge(registry, SetpointMeters.ROLLOUT_REFUSED, configuration, RolloutMetrics::refused);
		}
	}

	private void gauge(MeterRegistry registry, SetpointMeters meter, String configuration,
			ToDoubleFunction<Following> value) {
		meter.gauge(this, (metrics) -> metrics.measure(configuration, value))
			.tag(Tag.CONFIGURATION.asString(), configuration)
			.register(registry);
	}

	private double measure(String configuration, ToDoubleFunction<Following> value) {
		Following following = this.followings.get(configuration);
		return (following != null) ? value.applyAsDouble(following) : 0;
	}

	private static double stage(Following following) {
		RolloutState state = following.state();
		return state.phase().isActive() ? state.stage() + 1 : 0;
	}

	private static double share(Following following) {
		Stage stage = following.state().currentStage();
		return (stage != null && following.state().phase().isExposed()) ? stage.share().percent().doubleValue() : 0;
	}

	private static double cohort(Following following) {
		RolloutState state = following.state();
		boolean candidate = following.candidate() != null
				|| state.candidate() != null && state.candidate().equals(following.version());
		return (state.phase().isExposed() && candidate) ? 1 : 0;
	}

	private static double refused(Following following) {
		return (following.verdict() == Verdict.REFUSED) ? 1 : 0;
	}

}
