package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.List;

import io.setpoint.instance.Identity;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.rollout.RolloutKeys;

/**
 * What the part of an instance in its rollouts depends on.
 *
 * @param identity who the instance is
 * @param keys where everything lies
 * @param configurations the names of the configurations that it imports
 * @param fleetLease how long after its last sign of life an instance counts as vanished
 * @param controls whether the instance may be the controller
 * @param controllerLease how long after the death of the controller another takes over
 * @param mirrors how patiently the controller follows the fleet
 * @since 0.1.0
 */
public record ControlSettings(Identity identity, RolloutKeys keys, List<String> configurations, Duration fleetLease,
		boolean controls, Duration controllerLease, MirrorSettings mirrors) {

	public ControlSettings {
		configurations = List.copyOf(configurations);
	}

}
