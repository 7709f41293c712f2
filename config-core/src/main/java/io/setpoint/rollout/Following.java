package io.setpoint.rollout;

import org.jspecify.annotations.Nullable;

/**
 * How far this instance has followed a configuration.
 *
 * @param configuration the name of the configuration
 * @param state the state that was followed last
 * @param revision the etcd revision of that state, 0 if there is none yet
 * @param version the version that the instance runs, {@code null} before the first one
 * @param candidate the candidate that it runs beside it for some requests, or
 * {@code null}
 * @param verdict what the instance thinks of the version, or of the candidate, that it
 * should run
 * @param reason why it was refused, without values, or {@code null}
 * @since 0.1.0
 */
public record Following(String configuration, RolloutState state, long revision, @Nullable String version,
		@Nullable String candidate, FleetMember.Verdict verdict, @Nullable String reason) {
}
