package io.setpoint.memory;

import java.util.List;

import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.KeyValue;

/**
 * Decides whether a condition of a transaction holds.
 */
final class Comparison {

	private Comparison() {
	}

	static boolean holds(Compare compare, Keyspace keys) {
		List<KeyValue> found = keys.read(KeyRange.of(compare.getKey(), compare.getRangeEnd()), 0);
		if (found.isEmpty()) {
			return compare.getTarget() != CompareTarget.VALUE && holds(compare, KeyValue.getDefaultInstance());
		}
		return found.stream().allMatch((keyValue) -> holds(compare, keyValue));
	}

	private static boolean holds(Compare compare, KeyValue keyValue) {
		int order = switch (compare.getTarget()) {
			case VALUE -> KeyRange.ORDER.compare(keyValue.getValue(), compare.getValue());
			case VERSION -> Long.compare(keyValue.getVersion(), compare.getVersion());
			case CREATE -> Long.compare(keyValue.getCreateRevision(), compare.getCreateRevision());
			case MOD -> Long.compare(keyValue.getModRevision(), compare.getModRevision());
			case UNRECOGNIZED -> 0;
		};
		return switch (compare.getResult()) {
			case EQUAL -> order == 0;
			case NOT_EQUAL -> order != 0;
			case GREATER -> order > 0;
			case LESS -> order < 0;
			case UNRECOGNIZED -> true;
		};
	}

}
