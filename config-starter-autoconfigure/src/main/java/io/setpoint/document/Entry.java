package io.setpoint.document;

import java.util.List;

import io.setpoint.store.KeyValue;

/**
 * An accepted key with what it contributes.
 */
record Entry(KeyValue keyValue, List<Property> properties, List<Warning> warnings) {
}
