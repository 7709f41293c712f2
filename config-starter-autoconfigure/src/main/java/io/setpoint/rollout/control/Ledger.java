package io.setpoint.rollout.control;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * Writes transitions: the state and its entry in the history together or not at all. The
 * names of those that must not vanish are written beside the state, which all instances
 * follow.
 */
final class Ledger {

	private final WritableStore store;

	private final RolloutKeys keys;

	Ledger(WritableStore store, RolloutKeys keys) {
		this.store = store;
		this.keys = keys;
	}

	/**
	 * Write a transition as an operator does.
	 * @param configuration the name of the configuration
	 * @param transition the transition
	 * @param revision the revision of the state before, 0 if there was none
	 * @param version a version that must not be deleted meanwhile, or {@code null}
	 * @return what came of it
	 */
	CompletableFuture<TransactionOutcome> write(String configuration, Transition transition, long revision,
			@Nullable KeyValue version) {
		Transaction.Builder transaction = transaction(configuration, transition, revision);
		if (version != null) {
			transaction.whenCreated(version.key(), version.createRevision());
		}
		return this.store.commit(transaction.build());
	}

	/**
	 * Write a transition as the controller does: only as long as it is the controller.
	 * @param configuration the name of the configuration
	 * @param transition the transition
	 * @param revision the revision of the state before
	 * @param term the revision that created the controller's key
	 * @return what came of it
	 */
	CompletableFuture<TransactionOutcome> write(String configuration, Transition transition, long revision, long term) {
		return this.store.commit(
				transaction(configuration, transition, revision).whenCreated(this.keys.controller(configuration), term)
					.build());
	}

	private Transaction.Builder transaction(String configuration, Transition transition, long revision) {
		String state = this.keys.state(configuration);
		String history = this.keys.history(configuration, transition.entry().serial());
		Transaction.Builder transaction = Transaction.builder()
			.whenModified(state, revision)
			.put(state, RolloutFormat.write(transition.state().expecting(Set.of())))
			.put(history, RolloutFormat.write(transition.entry()));
		Set<String> expected = transition.state().cohort().expected();
		return expected.isEmpty() ? transaction : transaction.put(this.keys.expected(configuration),
				RolloutFormat.write(new Cohort(Set.of(), expected, List.of())));
	}

	/**
	 * Read a state as it was written.
	 * @param state the entry of the state
	 * @param expected the entry of those that must not vanish, or {@code null}
	 * @return the state
	 * @throws io.setpoint.rollout.InvalidRolloutStateException if it was altered
	 */
	static RolloutState read(KeyValue state, @Nullable KeyValue expected) {
		RolloutState read = RolloutFormat.read(state.value(), RolloutState.class);
		if (expected == null || !isWrittenTogether(state, expected)) {
			return read;
		}
		return read.expecting(RolloutFormat.read(expected.value(), Cohort.class).expected());
	}

	/**
	 * Ask whether the names of those that must not vanish belong to a state.
	 * @param state the entry of the state
	 * @param expected the entry of the names
	 * @return whether one transaction has written both
	 */
	static boolean isWrittenTogether(KeyValue state, KeyValue expected) {
		return state.modRevision() == expected.modRevision();
	}

}
