package io.setpoint.rollout.archive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.setpoint.rollout.BakeProgress;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.store.Calls;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * Where configurations are, as operators read and change it.
 *
 * @since 0.1.0
 */
public final class StateRegister {

	private final WritableStore store;

	private final RolloutKeys keys;

	private final Ledger ledger;

	/**
	 * Create a register.
	 * @param store etcd
	 * @param keys where everything lies
	 */
	public StateRegister(WritableStore store, RolloutKeys keys) {
		this.store = store;
		this.keys = keys;
		this.ledger = new Ledger(store, keys);
	}

	/**
	 * Read where a configuration is.
	 * @param configuration the name of the configuration
	 * @return the page; fails with an
	 * {@link io.setpoint.rollout.InvalidRolloutStateException} if the state was altered
	 */
	public CompletableFuture<Page> read(String configuration) {
		String key = this.keys.state(configuration);
		String expected = this.keys.expected(configuration);
		String baked = this.keys.baked(configuration);
		return this.store.read(List.of(key, expected, baked))
			.thenApply((image) -> page(image.entries(key), image.entries(expected), image.entries(baked)))
			.thenCompose((page) -> this.ledger.behindHistory(configuration, page.state())
				.thenApply((state) -> new Page(state, page.revision())));
	}

	private static Page page(List<KeyValue> entries, List<KeyValue> expected, List<KeyValue> baked) {
		if (entries.isEmpty()) {
			return new Page(RolloutState.INITIAL, 0);
		}
		KeyValue entry = entries.get(0);
		RolloutState state = Ledger.read(entry, expected.isEmpty() ? null : expected.get(0));
		BakeProgress progress = Ledger.progress(baked);
		if (progress != null && progress.isOf(state)) {
			state = state.knownToHaveBaked(progress.baked());
		}
		return new Page(state, entry.modRevision());
	}

	/**
	 * Read an entry of a history.
	 * @param configuration the name of the configuration
	 * @param serial the serial of the entry
	 * @return the entry, empty if there is none
	 */
	CompletableFuture<Optional<HistoryEntry>> entry(String configuration, long serial) {
		String key = this.keys.history(configuration, serial);
		return this.store.read(List.of(key))
			.thenApply(
					(image) -> image.entry(key).map((entry) -> RolloutFormat.read(entry.value(), HistoryEntry.class)));
	}

	/**
	 * Write a transition if nobody has written another since the page was read.
	 * @param configuration the name of the configuration
	 * @param page what the transition was made from
	 * @param transition the transition
	 * @param version a version that must not be deleted meanwhile, or {@code null}
	 * @return whether it was written; an answer that was lost is found out by reading
	 */
	public CompletableFuture<Boolean> write(String configuration, Page page, Transition transition,
			@Nullable KeyValue version) {
		return this.ledger.write(configuration, transition, page.revision(), version)
			.thenApply((outcome) -> CompletableFuture.completedFuture(outcome.succeeded()))
			.exceptionally((failure) -> wasWritten(configuration, transition, failure))
			.thenCompose((written) -> written);
	}

	/**
	 * Begin a transaction that writes a transition if nobody has written another since
	 * the page was read.
	 * @param configuration the name of the configuration
	 * @param page what the transition was made from
	 * @param transition the transition
	 * @return what takes more
	 */
	Transaction.Builder transaction(String configuration, Page page, Transition transition) {
		return this.ledger.transaction(configuration, transition, page.revision());
	}

	/**
	 * Find out what became of a write whose answer was lost.
	 * @param configuration the name of the configuration
	 * @param transition what was to be written
	 * @param failure why there was no answer
	 * @return whether it was written
	 */
	private CompletableFuture<Boolean> wasWritten(String configuration, Transition transition, Throwable failure) {
		String key = this.keys.history(configuration, transition.entry().serial());
		return this.store.read(List.of(key)).thenApply((image) -> {
			List<KeyValue> entries = image.entries(key);
			if (entries.isEmpty()) {
				throw new CompletionException(Calls.causeOf(failure));
			}
			return Arrays.equals(entries.get(0).value(), RolloutFormat.write(transition.entry()));
		});
	}

	/**
	 * A state as it was read.
	 *
	 * @param state the state
	 * @param revision the revision that wrote it, 0 if there is none
	 */
	public record Page(RolloutState state, long revision) {
	}

}
