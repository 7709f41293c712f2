package io.setpoint;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Where a live value comes from.
 *
 * @param revision the etcd revision whose acceptance made it visible, or 0 if none of its
 * properties has ever come from etcd
 * @param version the version of the configuration that it belongs to, or {@code null} for
 * a plain location
 * @param acceptedAt when it was accepted
 * @since 0.1.0
 */
public record LiveOrigin(long revision, @Nullable String version, Instant acceptedAt) {
}
