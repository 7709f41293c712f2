package io.setpoint.configdata;

import java.util.List;

import io.setpoint.store.KeyValue;

/**
 * A versioned configuration that an application imports.
 *
 * @param configuration the name of the configuration
 * @param prefix the prefix of its versions, which is that of the location's content
 * @param stateKey the key of its state
 * @param state the state as it was read at start, empty if it was not there or could not
 * be read
 * @since 0.1.0
 */
public record ImportedRollout(String configuration, String prefix, String stateKey, List<KeyValue> state) {
}
