package io.setpoint.autoconfigure;

import java.util.stream.Stream;

import io.setpoint.rollout.BakeProgress;
import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Summons;
import io.setpoint.rollout.Trial;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionSummary;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to keep for Jackson: the records that lie in etcd as JSON or
 * are answered as such, with all that they are made of.
 */
class StoredRecordsRuntimeHints implements RuntimeHintsRegistrar {

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		Stream
			.of(RolloutState.class, Version.class, VersionSummary.class, HistoryEntry.class, FleetMember.class,
					Summons.class, Trial.class, BuildVerdict.class, FleetVerdict.class, Cohort.class,
					BakeProgress.class, Plan.class)
			.forEach((type) -> this.bindings.registerReflectionHints(hints.reflection(), type));
	}

}
