package io.setpoint.refresh;

import java.util.List;
import java.util.Set;

import io.setpoint.binding.BoundType;

/**
 * A refusal by the pipeline.
 *
 * @param revision the revision that was refused
 * @param keys the keys that it changed
 * @param types the types that wait for a repair
 * @param problems why, a sentence each, without values
 * @since 0.1.0
 */
public record Rejection(long revision, Set<String> keys, Set<BoundType> types, List<String> problems) {
}
