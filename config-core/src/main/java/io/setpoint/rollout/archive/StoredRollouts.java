package io.setpoint.rollout.archive;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import io.setpoint.document.Restriction;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Difference;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Person;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Rollouts;
import io.setpoint.rollout.UnknownConfigurationException;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionCheck;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.Calls;
import io.setpoint.store.StoreException;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * {@link Rollouts} in etcd. Needs no controller: who gives a command writes it.
 *
 * @since 0.1.0
 */
public final class StoredRollouts implements Rollouts {

	private final Set<String> configurations;

	private final WritableStore store;

	private final RolloutKeys keys;

	private final StateRegister register;

	private final VersionArchive archive;

	private final VersionCheck check;

	private final FleetRoll fleet;

	private final OrderBook orders;

	private final Press press;

	private final Outage outage;

	private final Clock clock;

	/**
	 * Create rollouts that ask nobody but the check.
	 * @param configurations the names of the configurations
	 * @param store etcd
	 * @param keys where everything lies
	 * @param check tries versions before they are published
	 * @param restrictions knows what versions of a configuration may not say
	 * @param keptVersions how many versions of a configuration are kept at least
	 * @param outage knows whether etcd is out of reach
	 * @param executor parses and binds versions, which is no work for threads of etcd
	 * @param clock the time of day
	 */
	public StoredRollouts(Set<String> configurations, WritableStore store, RolloutKeys keys, VersionCheck check,
			Function<String, Restriction> restrictions, int keptVersions, Outage outage, Executor executor,
			Clock clock) {
		this.configurations = new LinkedHashSet<>(configurations);
		this.store = store;
		this.keys = keys;
		this.register = new StateRegister(store, keys);
		this.archive = new VersionArchive(store, keys, keptVersions);
		this.check = check;
		this.fleet = new FleetRoll(store, keys);
		this.orders = new OrderBook(this.register, this.archive, this.fleet, clock);
		this.press = new Press(this.register, this.archive, keys, check, restrictions, Consent.UNASKED, executor,
				clock);
		this.outage = outage;
		this.clock = clock;
	}

	private StoredRollouts(StoredRollouts rollouts, Consent consent) {
		this.configurations = rollouts.configurations;
		this.store = rollouts.store;
		this.keys = rollouts.keys;
		this.register = rollouts.register;
		this.archive = rollouts.archive;
		this.check = rollouts.check;
		this.fleet = rollouts.fleet;
		this.orders = rollouts.orders;
		this.press = rollouts.press.judgedBy(consent);
		this.outage = rollouts.outage;
		this.clock = rollouts.clock;
	}

	/**
	 * Return these rollouts for somebody who asks the fleet before a version is published
	 * or its rollout started.
	 * @param trials asks the fleet
	 * @param patience how long an answer may take
	 * @return the rollouts
	 */
	public StoredRollouts judgedBy(Trials trials, Duration patience) {
		return new StoredRollouts(this, new Consent(trials, patience));
	}

	@Override
	public Set<String> configurations() {
		return Set.copyOf(this.configurations);
	}

	@Override
	public CompletableFuture<Version> publish(String configuration, NewVersion version, boolean unjudged) {
		return in(configuration, () -> this.press.publish(configuration, version, null, unjudged));
	}

	/**
	 * Publish a version as the next one after the newest that somebody knows.
	 * @param configuration the name of the configuration
	 * @param version the version
	 * @param newest the newest version that the person has seen, empty if there was none
	 * @param unjudged whether the fleet is not asked, which the history keeps
	 * @return the version; fails with a
	 * {@link io.setpoint.rollout.RolloutConflictException} if somebody else has published
	 * since
	 */
	public CompletableFuture<Version> publish(String configuration, NewVersion version, String newest,
			boolean unjudged) {
		return in(configuration, () -> this.press.publish(configuration, version, newest, unjudged));
	}

	/**
	 * Find the version that was published last.
	 * @param configuration the name of the configuration
	 * @return its id, empty if there is none
	 */
	public CompletableFuture<String> newest(String configuration) {
		return in(configuration, () -> this.archive.edition(configuration).thenApply(VersionArchive.Edition::newest));
	}

	/**
	 * Find the version that a document is already.
	 * @param configuration the name of the configuration
	 * @param version what would be published
	 * @return the version, empty if it would be a new one; fails with an
	 * {@link io.setpoint.rollout.InvalidVersionException} if it could not be published
	 * like this
	 */
	public CompletableFuture<Optional<VersionSummary>> find(String configuration, NewVersion version) {
		return in(configuration, () -> this.press.find(configuration, version));
	}

	@Override
	public List<String> remarks(String configuration, Version version) {
		return this.configurations.contains(configuration) ? this.check.remarks(configuration, version) : List.of();
	}

	@Override
	public CompletableFuture<FleetVerdict> tryOut(String configuration, String document, String by) {
		return in(configuration, () -> {
			Order.check(Person.problem("'by'", by));
			NewVersion wanted = NewVersion.of(by, document);
			Version version = Version.of(null, by, null, Map.of(), null, this.clock.instant(), wanted.document());
			Consent consent = this.press.consent();
			return consent.trials().ask(configuration, version.document(), by, consent.patience());
		});
	}

	@Override
	public CompletableFuture<FleetVerdict> tryOut(KeyChanges changes, String by) {
		return contained(() -> {
			Order.check(Person.problem("'by'", by));
			Consent consent = this.press.consent();
			return consent.trials().ask(changes, by, consent.patience());
		});
	}

	@Override
	public CompletableFuture<List<VersionSummary>> versions(String configuration) {
		return in(configuration, () -> this.archive.all(configuration));
	}

	@Override
	public CompletableFuture<Version> version(String configuration, String id) {
		return in(configuration, () -> this.archive.version(configuration, id));
	}

	@Override
	public CompletableFuture<List<Difference>> compare(String configuration, String from, String to) {
		return in(configuration, () -> this.archive.compare(configuration, from, to));
	}

	@Override
	public CompletableFuture<RolloutState> state(String configuration) {
		return in(configuration, () -> this.register.read(configuration).thenApply(StateRegister.Page::state));
	}

	@Override
	public CompletableFuture<RolloutState> start(String configuration, String version, Plan plan, String by,
			@Nullable String reason, boolean unjudged) {
		return start(configuration, new Command.Start(version, plan, UUID.randomUUID().toString()), null, by, reason,
				unjudged);
	}

	/**
	 * Start the rollout of a version with a salt that is known already.
	 * @param configuration the name of the configuration
	 * @param start the version, the plan and the salt
	 * @param by who starts it
	 * @param reason why, or {@code null}
	 * @param unjudged whether nobody is asked, which the history keeps
	 * @return the state after it
	 */
	public CompletableFuture<RolloutState> start(String configuration, Command.Start start, String by,
			@Nullable String reason, boolean unjudged) {
		return start(configuration, start, null, by, reason, unjudged);
	}

	/**
	 * Start the rollout of a version, with a salt that is known already, as somebody who
	 * has seen the state before has been shown whom it takes in.
	 * @param configuration the name of the configuration
	 * @param start the version, the plan and the salt
	 * @param seen the state that the person has seen, {@code null} to start whatever it
	 * is
	 * @param by who starts it
	 * @param reason why, or {@code null}
	 * @param unjudged whether nobody is asked, which the history keeps
	 * @return the state after it
	 */
	public CompletableFuture<RolloutState> start(String configuration, Command.Start start, @Nullable Sighting seen,
			String by, @Nullable String reason, boolean unjudged) {
		String version = start.candidate();
		Consent consent = this.press.consent();
		Order order = new Order(configuration, start, by, reason, consent.isForgone(unjudged), seen);
		return in(configuration, () -> {
			order.check();
			return this.orders.candidate(order, version)
				.thenCompose((candidate) -> consent.to(configuration, candidate, by,
						"The rollout of '" + version + "' of '" + configuration + "' was not started", unjudged))
				.thenCompose((judged) -> this.orders.write(order));
		});
	}

	@Override
	public CompletableFuture<RolloutState> execute(String configuration, Command.Steering command, String by,
			@Nullable String reason) {
		return execute(configuration, command, null, by, reason);
	}

	/**
	 * Do something to a rollout as somebody has seen it. What goes on is done to that
	 * state only; what stops something is done to that rollout, wherever it has come to,
	 * or to that state if there was none.
	 * @param configuration the name of the configuration
	 * @param command what to do
	 * @param seen the state that the person has seen, {@code null} to do it to whatever
	 * is there
	 * @param by who does it
	 * @param reason why, or {@code null}
	 * @return the state after it; fails with a
	 * {@link io.setpoint.rollout.RolloutConflictException} that says what has happened
	 * since
	 */
	public CompletableFuture<RolloutState> execute(String configuration, Command.Steering command,
			@Nullable Sighting seen, String by, @Nullable String reason) {
		Order order = new Order(configuration, command, by, reason, false, seen);
		return in(configuration, () -> {
			order.check();
			return this.orders.write(order);
		});
	}

	/**
	 * Find out what would come of a command. It fails as the command itself would, and
	 * nothing is written.
	 * @param configuration the name of the configuration
	 * @param command the command
	 * @param by who would give it
	 * @param reason why, or {@code null}
	 * @return the state after it
	 */
	public CompletableFuture<RolloutState> rehearse(String configuration, Command command, String by,
			@Nullable String reason) {
		Order order = new Order(configuration, command, by, reason, false, null);
		return in(configuration, () -> {
			order.check();
			return this.orders.rehearse(order);
		});
	}

	@Override
	public CompletableFuture<List<HistoryEntry>> history(String configuration) {
		return in(configuration, () -> Entries.list(this.store, this.keys.history(configuration), HistoryEntry.class,
				Comparator.comparingLong(HistoryEntry::serial)));
	}

	@Override
	public CompletableFuture<List<FleetMember>> fleet(String configuration) {
		return in(configuration, () -> this.fleet.members(configuration));
	}

	@Override
	public CompletableFuture<List<GuardVerdict>> guards(String configuration) {
		return in(configuration, () -> this.register.read(configuration)
			.thenCompose((page) -> this.fleet.guards(configuration, page.state())));
	}

	private <T> CompletableFuture<T> in(String configuration, Supplier<CompletableFuture<T>> action) {
		if (!this.configurations.contains(configuration)) {
			return CompletableFuture
				.failedFuture(new UnknownConfigurationException(configuration, this.configurations));
		}
		return contained(action);
	}

	private <T> CompletableFuture<T> contained(Supplier<CompletableFuture<T>> action) {
		CompletableFuture<T> result = new CompletableFuture<>();
		begun(action).whenComplete((value, failure) -> {
			Throwable cause = Calls.causeOf(failure);
			if (cause != null) {
				result.completeExceptionally(cause);
			}
			else {
				result.complete(value);
			}
		});
		return result;
	}

	private <T> CompletableFuture<T> begun(Supplier<CompletableFuture<T>> action) {
		StoreException away = this.outage.current();
		return (away != null) ? CompletableFuture.failedFuture(away) : Calls.begin(action);
	}

}
