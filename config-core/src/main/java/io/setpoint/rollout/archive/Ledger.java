package io.setpoint.rollout.archive;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.rollout.BakeProgress;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.InvalidRolloutStateException;
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
 *
 * @since 0.1.0
 */
public final class Ledger {

	private final WritableStore store;

	private final RolloutKeys keys;

	/**
	 * Create a ledger.
	 * @param store etcd
	 * @param keys where everything lies
	 */
	public Ledger(WritableStore store, RolloutKeys keys) {
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
	public CompletableFuture<TransactionOutcome> write(String configuration, Transition transition, long revision,
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
	 * @param forgotten keys that nobody needs after it
	 * @return what came of it
	 */
	public CompletableFuture<TransactionOutcome> write(String configuration, Transition transition, long revision,
			long term, List<String> forgotten) {
		Transaction.Builder transaction = transaction(configuration, transition, revision)
			.whenCreated(this.keys.controller(configuration), term);
		forgotten.forEach(transaction::delete);
		return this.store.commit(transaction.build());
	}

	/**
	 * Note how long a stage has baked, if it is still as it was.
	 * @param configuration the name of the configuration
	 * @param progress what to note
	 * @param revision the revision of the state
	 * @return what came of it
	 */
	public CompletableFuture<TransactionOutcome> note(String configuration, BakeProgress progress, long revision) {
		return this.store.commit(Transaction.builder()
			.whenModified(this.keys.state(configuration), revision)
			.put(this.keys.baked(configuration), RolloutFormat.write(progress))
			.build());
	}

	/**
	 * Read how long a stage has baked by what was noted.
	 * @param configuration the name of the configuration
	 * @return the note, {@code null} if there is none that makes sense
	 */
	public CompletableFuture<@Nullable BakeProgress> noted(String configuration) {
		String key = this.keys.baked(configuration);
		return this.store.read(List.of(key)).thenApply((image) -> progress(image.entries(key)));
	}

	/**
	 * Return what was noted.
	 * @param entries the entry of the note, or none
	 * @return the note, {@code null} if there is none that makes sense: a stage bakes
	 * longer then
	 */
	static @Nullable BakeProgress progress(List<KeyValue> entries) {
		try {
			return entries.isEmpty() ? null : RolloutFormat.read(entries.get(0).value(), BakeProgress.class);
		}
		catch (InvalidRolloutStateException ex) {
			return null;
		}
	}

	/**
	 * Find the end of a history where a state has fallen behind it: it was deleted, or an
	 * older one was put back. Entries that are there are never written over.
	 * @param configuration the name of the configuration
	 * @param state the state
	 * @return the state, behind the last entry
	 */
	public CompletableFuture<RolloutState> behindHistory(String configuration, RolloutState state) {
		String next = this.keys.history(configuration, state.serial() + 1);
		boolean unknown = state.serial() == 0;
		CompletableFuture<Boolean> taken = unknown ? CompletableFuture.completedFuture(true)
				: this.store.read(List.of(next)).thenApply((image) -> !image.entries(next).isEmpty());
		return taken.thenCompose((ahead) -> ahead ? lastSerial(configuration).thenApply(state::behind)
				: CompletableFuture.completedFuture(state));
	}

	private CompletableFuture<Long> lastSerial(String configuration) {
		String history = this.keys.history(configuration);
		return this.store.read(List.of(history))
			.thenApply((image) -> image.entries(history)
				.stream()
				.flatMapToLong((entry) -> RolloutKeys.serial(entry.key().substring(history.length())).stream())
				.max()
				.orElse(0));
	}

	Transaction.Builder transaction(String configuration, Transition transition, long revision) {
		String state = this.keys.state(configuration);
		String history = this.keys.history(configuration, transition.entry().serial());
		Transaction.Builder transaction = Transaction.builder()
			.whenModified(state, revision)
			.whenCreated(history, 0)
			.put(state, RolloutFormat.write(transition.state().expecting(Cohort.NONE)))
			.put(history, RolloutFormat.write(transition.entry()));
		Cohort cohort = transition.state().cohort();
		return cohort.expected().isEmpty() ? transaction : transaction.put(this.keys.expected(configuration),
				RolloutFormat.write(new Cohort(Set.of(), cohort.expected(), List.of(), cohort.incarnations())));
	}

	/**
	 * Read a state as it was written.
	 * @param state the entry of the state
	 * @param expected the entry of those that must not vanish, or {@code null}
	 * @return the state
	 * @throws InvalidRolloutStateException if it was altered
	 */
	public static RolloutState read(KeyValue state, @Nullable KeyValue expected) {
		RolloutState read = RolloutFormat.read(state.value(), RolloutState.class);
		if (expected == null || !isWrittenTogether(state, expected)) {
			return read;
		}
		return read.expecting(RolloutFormat.read(expected.value(), Cohort.class));
	}

	/**
	 * Ask whether the names of those that must not vanish belong to a state.
	 * @param state the entry of the state
	 * @param expected the entry of the names
	 * @return whether one transaction has written both
	 */
	public static boolean isWrittenTogether(KeyValue state, KeyValue expected) {
		return state.modRevision() == expected.modRevision();
	}

}
