package io.setpoint.rollout.archive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReport;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Person;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RefusedByFleetException;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Rollouts;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.UnknownConfigurationException;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionCheck;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.Calls;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;
import io.setpoint.store.WritableStore;
import io.setpoint.text.Line;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@link Rollouts} in etcd. Needs no controller: who gives a command writes it.
 *
 * @since 0.1.0
 */
public final class StoredRollouts implements Rollouts {

	/**
	 * How often a command is tried again because somebody else was faster.
	 */
	private static final int ATTEMPTS = 10;

	private static final int LONGEST_REASON = 1000;

	private static final Log logger = LogFactory.getLog(StoredRollouts.class);

	private final Set<String> configurations;

	private final WritableStore store;

	private final RolloutKeys keys;

	private final StateRegister register;

	private final VersionArchive archive;

	private final VersionCheck check;

	private final Function<String, Restriction> restrictions;

	private final Outage outage;

	private final Executor executor;

	private final Clock clock;

	private final @Nullable Trials trials;

	private final Duration patience;

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
		this.restrictions = restrictions;
		this.outage = outage;
		this.executor = executor;
		this.clock = clock;
		this.trials = null;
		this.patience = Duration.ZERO;
	}

	private StoredRollouts(StoredRollouts rollouts, Trials trials, Duration patience) {
		this.configurations = rollouts.configurations;
		this.store = rollouts.store;
		this.keys = rollouts.keys;
		this.register = rollouts.register;
		this.archive = rollouts.archive;
		this.check = rollouts.check;
		this.restrictions = rollouts.restrictions;
		this.outage = rollouts.outage;
		this.executor = rollouts.executor;
		this.clock = rollouts.clock;
		this.trials = trials;
		this.patience = patience;
	}

	/**
	 * Return these rollouts for somebody who asks the fleet before a version is published
	 * or its rollout started.
	 * @param trials asks the fleet
	 * @param patience how long an answer may take
	 * @return the rollouts
	 */
	public StoredRollouts judgedBy(Trials trials, Duration patience) {
		return new StoredRollouts(this, trials, patience);
	}

	@Override
	public Set<String> configurations() {
		return Set.copyOf(this.configurations);
	}

	@Override
	public CompletableFuture<Version> publish(String configuration, NewVersion version, boolean unjudged) {
		return in(configuration, () -> this.register.read(configuration)
			.thenCombineAsync(this.archive.all(configuration),
					(page, existing) -> publish(configuration, version, page, existing, unjudged), this.executor)
			.thenCompose((published) -> published));
	}

	@Override
	public List<String> remarks(String configuration, Version version) {
		return this.configurations.contains(configuration) ? this.check.remarks(configuration, version) : List.of();
	}

	private CompletableFuture<Version> publish(String configuration, NewVersion wanted, StateRegister.Page page,
			List<VersionSummary> existing, boolean unjudged) {
		Version version = Version.of(wanted.id(), wanted.author(), wanted.description(), wanted.tags(),
				page.state().stable(), this.clock.instant(), wanted.document());
		for (VersionSummary other : existing) {
			if (other.digest().equals(version.digest())) {
				return this.archive.version(configuration, other.id())
					.thenApply((same) -> VersionArchive.agreed(wanted, same));
			}
		}
		List<String> problems = problems(configuration, version);
		if (!problems.isEmpty()) {
			throw new InvalidVersionException("Version '" + version.id() + "' of '" + configuration
					+ "' is not valid and was not published: " + String.join("; ", problems), problems);
		}
		String refused = "Version '" + version.id() + "' of '" + configuration + "' was not published";
		return judged(configuration, version, wanted.author(), refused, unjudged)
			.thenCompose((judged) -> this.archive.add(configuration, version, wanted,
					(this.trials != null && unjudged) ? note(configuration, version, page) : Transaction.builder()))
			.thenCompose((added) -> pruned(configuration, page, added.id()).thenApply((pruned) -> added));
	}

	private Transaction.Builder note(String configuration, Version version, StateRegister.Page page) {
		return this.register.transaction(configuration, page,
				Transition.ofUnjudged(page.state(), version.id(), version.author(), this.clock.instant()));
	}

	/**
	 * Ask the fleet, where that is wanted.
	 * @param configuration the name of the configuration
	 * @param version the version
	 * @param by who asks
	 * @param refused what is not done without its consent, for the sentence
	 * @param unjudged whether nobody is to be asked
	 * @return completes if it may be done; fails with a {@link RefusedByFleetException}
	 */
	private CompletableFuture<Void> judged(String configuration, Version version, String by, String refused,
			boolean unjudged) {
		if (this.trials == null || unjudged) {
			return CompletableFuture.completedFuture(null);
		}
		return this.trials.ask(configuration, version.document(), by, this.patience).thenAccept((verdict) -> {
			if (!verdict.isAccepted()) {
				throw new RefusedByFleetException(refused, verdict);
			}
		});
	}

	@Override
	public CompletableFuture<FleetVerdict> tryOut(String configuration, String document, String by) {
		return in(configuration, () -> {
			check(Person.problem("'by'", by));
			Version version = Version.of(null, by, null, Map.of(), null, this.clock.instant(), document);
			return trials().ask(configuration, version.document(), by, this.patience);
		});
	}

	@Override
	public CompletableFuture<FleetVerdict> tryOut(KeyChanges changes, String by) {
		return contained(() -> {
			check(Person.problem("'by'", by));
			return trials().ask(changes, by, this.patience);
		});
	}

	private Trials trials() {
		return Objects.requireNonNull(this.trials, "The fleet is not asked here");
	}

	private List<String> problems(String configuration, Version version) {
		List<String> problems = new ArrayList<>(LostParts.of(this.keys.versions(configuration),
				this.keys.version(configuration, version.id()), version, this.restrictions.apply(configuration)));
		problems.addAll(this.check.problems(configuration, version));
		return problems;
	}

	/**
	 * Clean up after something that has succeeded, whatever comes of it.
	 * @param configuration the name of the configuration
	 * @param page the state
	 * @param newest the id of the version that was just published
	 * @return completes when it has been tried
	 */
	private CompletableFuture<Integer> pruned(String configuration, StateRegister.Page page, String newest) {
		return this.archive.prune(configuration, page, newest).exceptionally((failure) -> {
			logger
				.warn("Old versions of '" + configuration + "' could not be deleted; the next publication tries again. "
						+ Objects.requireNonNull(Calls.causeOf(failure)).getMessage());
			return 0;
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
		return start(configuration, new Command.Start(version, plan, UUID.randomUUID().toString()), by, reason,
				unjudged);
	}

	/**
	 * Start the rollout of a version with a salt that is known already, as for whoever
	 * has been shown whom it takes in.
	 * @param configuration the name of the configuration
	 * @param start the version, the plan and the salt
	 * @param by who starts it
	 * @param reason why, or {@code null}
	 * @param unjudged whether nobody is asked, which the history keeps
	 * @return the state after it
	 */
	public CompletableFuture<RolloutState> start(String configuration, Command.Start start, String by,
			@Nullable String reason, boolean unjudged) {
		String version = start.candidate();
		boolean unasked = this.trials != null && unjudged;
		return in(configuration, () -> {
			Order order = new Order(start, by, reason, unasked);
			order.check();
			return this.archive.version(configuration, version)
				.thenCombine(this.register.read(configuration), (candidate, page) -> {
					order.transition(page.state(), this.clock.instant());
					return candidate;
				})
				.thenCompose((candidate) -> judged(configuration, candidate, by,
						"The rollout of '" + version + "' of '" + configuration + "' was not started", unjudged))
				.thenCompose((judged) -> attempt(configuration, order, null, ATTEMPTS));
		});
	}

	@Override
	public CompletableFuture<RolloutState> execute(String configuration, Command.Steering command, String by,
			@Nullable String reason) {
		return in(configuration, () -> {
			Order order = new Order(command, by, reason, false);
			order.check();
			return attempt(configuration, order, null, ATTEMPTS);
		});
	}

	private static void check(@Nullable String problem) {
		if (problem != null) {
			throw new IllegalArgumentException(problem);
		}
	}

	private CompletableFuture<RolloutState> attempt(String configuration, Order order, @Nullable RolloutState seen,
			int attempts) {
		Command command = order.command();
		return this.register.read(configuration).thenCompose((page) -> {
			RolloutState first = (seen != null) ? seen : page.state();
			if (!Objects.equals(first.salt(), page.state().salt())) {
				throw conflict(configuration, command);
			}
			return needed(configuration, command, page.state())
				.thenCompose((version) -> write(configuration, order.meant(first), page, version))
				.thenCompose((written) -> {
					if (written.isPresent()) {
						return CompletableFuture.completedFuture(written.get());
					}
					if (attempts > 1 && holdsWhateverHappens(command)) {
						return attempt(configuration, order, first, attempts - 1);
					}
					throw conflict(configuration, command);
				});
		});
	}

	/**
	 * Write a command, once.
	 * @param configuration the name of the configuration
	 * @param order the command
	 * @param page the state that it is given to
	 * @param version a version that must not be deleted meanwhile, or {@code null}
	 * @return the state after it, empty if somebody else was faster
	 */
	private CompletableFuture<Optional<RolloutState>> write(String configuration, Order order, StateRegister.Page page,
			@Nullable KeyValue version) {
		Transition transition = order.transition(page.state(), this.clock.instant());
		return dryRuns(configuration, page.state())
			.thenCompose((guards) -> this.register.write(configuration, page, transition.judged(guards), version))
			.thenApply((written) -> written ? Optional.of(transition.state()) : Optional.empty());
	}

	/**
	 * Find out what the history is to say of guards in dry run. It holds no command up
	 * that this cannot be found out.
	 * @param configuration the name of the configuration
	 * @param state the state that the command is given to
	 * @return the verdicts
	 */
	private CompletableFuture<List<GuardVerdict>> dryRuns(String configuration, RolloutState state) {
		Stage stage = state.currentStage();
		if (stage == null || stage.guards().stream().noneMatch(Guard::dryRun)) {
			return CompletableFuture.completedFuture(List.of());
		}
		return guards(configuration, state).exceptionally((failure) -> {
			logger.warn("The fleet of '" + configuration + "' could not be read, so the history does not have what the"
					+ " guards in dry run say. " + Objects.requireNonNull(Calls.causeOf(failure)).getMessage());
			return List.of();
		});
	}

	private CompletableFuture<List<GuardVerdict>> guards(String configuration, RolloutState state) {
		Stage stage = state.currentStage();
		if (stage == null || stage.guards().isEmpty()) {
			return CompletableFuture.completedFuture(List.of());
		}
		return members(configuration).thenApply((members) -> GuardReport.of(state, members));
	}

	private static RolloutConflictException conflict(String configuration, Command command) {
		return new RolloutConflictException("Somebody else has changed the rollout of '" + configuration
				+ "' in the same moment, so '" + command.action() + "' was not done: look again and decide anew");
	}

	/**
	 * To go back is meant from where it was seen first: somebody else who goes back in
	 * the same moment must not make it go back twice.
	 * @param command the command
	 * @param first the state that was seen first
	 * @return the command, with the version that it leads to
	 */
	private static Command meant(Command command, RolloutState first) {
		if (command instanceof Command.Rollback rollback && rollback.version() == null) {
			return new Command.Rollback(first.phase().isActive() ? first.stable() : first.previous());
		}
		return command;
	}

	/**
	 * Read the version that a command is about, which must not be deleted before the
	 * command is written.
	 * @param configuration the name of the configuration
	 * @param command the command
	 * @param state the state
	 * @return the stored version, {@code null} if it is in use already
	 */
	private CompletableFuture<@Nullable KeyValue> needed(String configuration, Command command, RolloutState state) {
		String version = version(meant(command, state));
		if (version == null || version.equals(state.stable())) {
			return CompletableFuture.completedFuture(null);
		}
		return this.archive.stored(configuration, version).thenApply((entry) -> {
			RolloutFormat.read(entry.value(), Version.class);
			return entry;
		});
	}

	private static @Nullable String version(Command command) {
		if (command instanceof Command.Start start) {
			return start.candidate();
		}
		if (command instanceof Command.Release release) {
			return release.version();
		}
		return (command instanceof Command.Rollback rollback) ? rollback.version() : null;
	}

	/**
	 * To stop something is meant whatever it has become in the meantime; to go on is
	 * meant from where it was seen.
	 * @param command the command
	 * @return whether it can be given again after somebody else was faster
	 */
	private static boolean holdsWhateverHappens(Command command) {
		return command instanceof Command.Abort || command instanceof Command.Pause
				|| command instanceof Command.Rollback || command instanceof Command.Release;
	}

	@Override
	public CompletableFuture<List<HistoryEntry>> history(String configuration) {
		return in(configuration, () -> Entries.list(this.store, this.keys.history(configuration), HistoryEntry.class,
				Comparator.comparingLong(HistoryEntry::serial)));
	}

	@Override
	public CompletableFuture<List<FleetMember>> fleet(String configuration) {
		return in(configuration, () -> members(configuration));
	}

	private CompletableFuture<List<FleetMember>> members(String configuration) {
		return Entries.list(this.store, this.keys.fleet(configuration), FleetMember.class,
				Comparator.comparing(FleetMember::instance));
	}

	@Override
	public CompletableFuture<List<GuardVerdict>> guards(String configuration) {
		return in(configuration,
				() -> this.register.read(configuration).thenCompose((page) -> guards(configuration, page.state())));
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
		if (away != null) {
			return CompletableFuture.failedFuture(away);
		}
		try {
			return action.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * A command as somebody gives it.
	 *
	 * @param command the command
	 * @param by who gives it
	 * @param reason why, or {@code null}
	 * @param unjudged whether the fleet has not judged what it is about
	 */
	private record Order(Command command, String by, @Nullable String reason, boolean unjudged) {

		void check() {
			StoredRollouts.check(Person.problem("'by'", this.by));
			StoredRollouts.check(Line.problem("'reason'", this.reason, LONGEST_REASON));
		}

		Order meant(RolloutState first) {
			return new Order(StoredRollouts.meant(this.command, first), this.by, this.reason, this.unjudged);
		}

		Transition transition(RolloutState before, Instant at) {
			Transition transition = Transition.of(before, this.command, this.by, at, this.reason);
			return this.unjudged ? transition.withoutVerdict() : transition;
		}

	}

}
