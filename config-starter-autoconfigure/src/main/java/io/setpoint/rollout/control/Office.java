package io.setpoint.rollout.control;

import io.setpoint.lease.Election;
import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.archive.Ledger;
import io.setpoint.store.WritableStore;

/**
 * What whoever controls the rollouts of a configuration works with.
 *
 * @param surroundings etcd, the loop and its clock
 * @param settings the settings
 * @param configuration the name of the configuration
 * @param ledger writes states and their history
 * @param clock knows how long a stage has baked
 * @param election who controls is elected by it
 */
record Office(Surroundings<WritableStore> surroundings, ControlSettings settings, String configuration, Ledger ledger,
		StageClock clock, Election election) {
}
