package io.setpoint.rollout.archive;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes orders, each in one transaction with its entry of the history, on the condition
 * that nobody else has changed the state.
 */
final class OrderBook {

	/**
	 * How often an order is tried again because somebody else was faster.
	 */
	private static final int ATTEMPTS = 10;

	private final StateRegister register;

	private final VersionArchive archive;

	private final FleetRoll fleet;

	private final Clock clock;

	OrderBook(StateRegister register, VersionArchive archive, FleetRoll fleet, Clock clock) {
		this.register = register;
		this.archive = archive;
		this.fleet = fleet;
		this.clock = clock;
	}

	/**
	 * Return what an order to start is about, if its phase allows it now.
	 * @param order the order
	 * @param version the id of the version that it starts
	 * @return the version
	 */
	CompletableFuture<Version> candidate(Order order, String version) {
		return this.archive.version(order.configuration(), version)
			.thenCombine(this.register.read(order.configuration()),
					(candidate, page) -> met(order, page.state()).thenApply((met) -> {
						order.transition(page.state(), this.clock.instant());
						return candidate;
					}))
			.thenCompose((candidate) -> candidate);
	}

	/**
	 * Find out what would come of an order. Nothing is written.
	 * @param order the order
	 * @return the state after it
	 */
	CompletableFuture<RolloutState> rehearse(Order order) {
		return this.register.read(order.configuration())
			.thenCompose((page) -> needed(order, page.state()).thenApply(
					(version) -> order.meant(page.state()).transition(page.state(), this.clock.instant()).state()));
	}

	/**
	 * Write an order.
	 * @param order the order
	 * @return the state after it
	 */
	CompletableFuture<RolloutState> write(Order order) {
		return attempt(order, null, ATTEMPTS);
	}

	private CompletableFuture<RolloutState> attempt(Order order, @Nullable RolloutState seen, int attempts) {
		return this.register.read(order.configuration()).thenCompose((page) -> {
			RolloutState first = (seen != null) ? seen : page.state();
			if (!Objects.equals(first.salt(), page.state().salt())) {
				throw order.conflict();
			}
			return met(order, page.state()).thenCompose((met) -> needed(order, page.state()))
				.thenCompose((version) -> write(order.meant(first), page, version))
				.thenCompose((written) -> {
					if (written.isPresent()) {
						return CompletableFuture.completedFuture(written.get());
					}
					if (attempts > 1 && order.holdsWhateverHappens()) {
						return attempt(order, first, attempts - 1);
					}
					throw order.conflict();
				});
		});
	}

	/**
	 * Make sure that an order meets the state that it was given to.
	 * @param order the order
	 * @param state the state that is there
	 * @return completes if it does; fails by what has happened first since then
	 */
	private CompletableFuture<Void> met(Order order, RolloutState state) {
		Sighting seen = order.seen();
		if (seen == null || !order.isOvertakenBy(state)) {
			return CompletableFuture.completedFuture(null);
		}
		return this.register.entry(order.configuration(), seen.serial() + 1).thenAccept((entry) -> {
			throw order.overtakenBy(entry.orElse(null));
		});
	}

	/**
	 * Write an order, once.
	 * @param order the order
	 * @param page the state that it is given to
	 * @param version a version that must not be deleted meanwhile, or {@code null}
	 * @return the state after it, empty if somebody else was faster
	 */
	private CompletableFuture<Optional<RolloutState>> write(Order order, StateRegister.Page page,
			@Nullable KeyValue version) {
		String configuration = order.configuration();
		Transition transition = order.transition(page.state(), this.clock.instant());
		return this.fleet.dryRuns(configuration, page.state())
			.thenCompose((guards) -> this.register.write(configuration, page, transition.judged(guards), version))
			.thenApply((written) -> written ? Optional.of(transition.state()) : Optional.empty());
	}

	/**
	 * Read the version that an order is about, which must not be deleted before the order
	 * is written.
	 * @param order the order
	 * @param state the state
	 * @return the stored version, {@code null} if it is in use already
	 */
	private CompletableFuture<@Nullable KeyValue> needed(Order order, RolloutState state) {
		String version = order.meant(state).version();
		if (version == null || version.equals(state.stable())) {
			return CompletableFuture.completedFuture(null);
		}
		return this.archive.stored(order.configuration(), version).thenApply((entry) -> {
			RolloutFormat.read(entry.value(), Version.class);
			return entry;
		});
	}

}
