package io.setpoint.rollout.archive;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
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
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReport;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Person;
import io.setpoint.rollout.Plan;
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
import io.setpoint.store.Calls;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
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

	/**
	 * Create rollouts.
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
	}

	@Override
	public Set<String> configurations() {
		return Set.copyOf(this.configurations);
	}

	@Override
	public CompletableFuture<Version> publish(String configuration, NewVersion version) {
		return in(configuration,
				() -> this.register.read(configuration)
					.thenCombineAsync(this.archive.all(configuration),
							(page, existing) -> publish(configuration, version, page, existing), this.executor)
					.thenCompose((published) -> published));
	}

	@Override
	public List<String> remarks(String configuration, Version version) {
		return this.configurations.contains(configuration) ? this.check.remarks(configuration, version) : List.of();
	}

	private CompletableFuture<Version> publish(String configuration, NewVersion wanted, StateRegister.Page page,
			List<VersionSummary> existing) {
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
		return this.archive.add(configuration, version, wanted)
			.thenCompose((added) -> pruned(configuration, page, added.id()).thenApply((pruned) -> added));
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
			@Nullable String reason) {
		return give(configuration, new Command.Start(version, plan, UUID.randomUUID().toString()), by, reason);
	}

	@Override
	public CompletableFuture<RolloutState> execute(String configuration, Command.Steering command, String by,
			@Nullable String reason) {
		return give(configuration, command, by, reason);
	}

	private CompletableFuture<RolloutState> give(String configuration, Command command, String by,
			@Nullable String reason) {
		return in(configuration, () -> {
			check(Person.problem("'by'", by));
			check(Line.problem("'reason'", reason, LONGEST_REASON));
			return attempt(configuration, command, by, reason, null, ATTEMPTS);
		});
	}

	private static void check(@Nullable String problem) {
		if (problem != null) {
			throw new IllegalArgumentException(problem);
		}
	}

	private CompletableFuture<RolloutState> attempt(String configuration, Command command, String by,
			@Nullable String reason, @Nullable RolloutState seen, int attempts) {
		return this.register.read(configuration).thenCompose((page) -> {
			RolloutState first = (seen != null) ? seen : page.state();
			if (!Objects.equals(first.salt(), page.state().salt())) {
				throw conflict(configuration, command);
			}
			return needed(configuration, command, page.state())
				.thenCompose((version) -> write(configuration, meant(command, first), by, reason, page, version))
				.thenCompose((written) -> {
					if (written.isPresent()) {
						return CompletableFuture.completedFuture(written.get());
					}
					if (attempts > 1 && holdsWhateverHappens(command)) {
						return attempt(configuration, command, by, reason, first, attempts - 1);
					}
					throw conflict(configuration, command);
				});
		});
	}

	/**
	 * Write a command, once.
	 * @param configuration the name of the configuration
	 * @param command the command
	 * @param by who gives it
	 * @param reason why, or {@code null}
	 * @param page the state that it is given to
	 * @param version a version that must not be deleted meanwhile, or {@code null}
	 * @return the state after it, empty if somebody else was faster
	 */
	private CompletableFuture<Optional<RolloutState>> write(String configuration, Command command, String by,
			@Nullable String reason, StateRegister.Page page, @Nullable KeyValue version) {
		Transition transition = Transition.of(page.state(), command, by, this.clock.instant(), reason);
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

}
