package io.setpoint.rollout.trial;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.setpoint.rollout.Bench;
import io.setpoint.rollout.BuildVerdict;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Trial;
import io.setpoint.rollout.TrialJudge;
import io.setpoint.store.KeyValue;
import io.setpoint.store.WritableStore;
import org.jspecify.annotations.Nullable;

/**
 * Asks every live build what it would do with something: one instance of each binds and
 * validates it with its own classes, off to the side, and nobody has it. Needs no
 * classes, no application context, and no right but to read the fleet, to read and write
 * {@code trials/}, and to write {@code state/summons/}.
 *
 * @since 0.1.0
 */
public final class Trials {

	private final WritableStore store;

	private final RolloutKeys keys;

	private final Pauses pauses;

	private final Clock clock;

	private final @Nullable TrialJudge own;

	private final Executor executor;

	/**
	 * Create trials of somebody who has no classes.
	 * @param store etcd
	 * @param keys where everything lies
	 * @param pauses lets time pass
	 * @param clock the time of day
	 */
	public Trials(WritableStore store, RolloutKeys keys, Pauses pauses, Clock clock) {
		this(store, keys, pauses, clock, null, Runnable::run);
	}

	private Trials(WritableStore store, RolloutKeys keys, Pauses pauses, Clock clock, @Nullable TrialJudge own,
			Executor executor) {
		this.store = store;
		this.keys = keys;
		this.pauses = pauses;
		this.clock = clock;
		this.own = own;
		this.executor = executor;
	}

	/**
	 * Return the trials of an instance, which judges by itself for its own build, as far
	 * as that is like it.
	 * @param judge the judge of its build
	 * @param executor runs the judge, which is no work for threads of etcd
	 * @return the trials
	 */
	public Trials judgedBy(TrialJudge judge, Executor executor) {
		return new Trials(this.store, this.keys, this.pauses, this.clock, new ContainedJudge(judge), executor);
	}

	/**
	 * Ask about a document of a configuration.
	 * @param configuration the name of the configuration
	 * @param document the document, as YAML
	 * @param by who asks
	 * @param timeout how long an answer may take
	 * @return what the builds say, those that have not answered among them;
	 * {@link FleetVerdict#isUnjudged()} if nobody is alive. Fails with a
	 * {@link io.setpoint.store.StoreException} if etcd is out of reach
	 */
	public CompletableFuture<FleetVerdict> ask(String configuration, String document, String by, Duration timeout) {
		Trial trial = Trial.of(document, by, this.clock.instant());
		String fleet = this.keys.fleet(configuration);
		return this.store.read(List.of(fleet))
			.thenCompose((image) -> ask(configuration, trial, LiveBuilds.of(fleet, image.entries(fleet), trial),
					timeout, true));
	}

	/**
	 * Find out whether it is of any use to ask about a document of a configuration. Asks
	 * nobody and writes nothing.
	 * @param configuration the name of the configuration
	 * @return empty if every live instance could be asked, else what an answer would say:
	 * that nobody is alive, or who does not say of which build it is
	 */
	public CompletableFuture<Optional<FleetVerdict>> withoutAsking(String configuration) {
		String fleet = this.keys.fleet(configuration);
		return this.store.read(List.of(fleet)).thenApply((image) -> {
			LiveBuilds builds = LiveBuilds.of(fleet, image.entries(fleet));
			FleetVerdict known = new FleetVerdict(List.of(), builds.unknown());
			boolean askable = !builds.seats().isEmpty() && builds.unknown().isEmpty();
			return askable ? Optional.empty() : Optional.of(known);
		});
	}

	/**
	 * Ask about changes of plain keys those builds whose instances import a location that
	 * has one of them.
	 * @param changes the changes
	 * @param by who asks
	 * @param timeout how long an answer may take
	 * @return what the builds say; {@link FleetVerdict#isUnjudged()} if nobody is alive
	 * who imports such a location and a {@code rollout:} as well, and
	 * {@link FleetVerdict#unheard()} names the keys for which that is so
	 */
	public CompletableFuture<FleetVerdict> ask(KeyChanges changes, String by, Duration timeout) {
		Trial trial = Trial.of(changes, by, this.clock.instant());
		String fleets = this.keys.fleets();
		return this.store.read(List.of(fleets)).thenCompose((image) -> ask(trial, image.entries(fleets), timeout));
	}

	private CompletableFuture<FleetVerdict> ask(Trial trial, List<KeyValue> entries, Duration timeout) {
		Set<Bench> asked = new HashSet<>();
		CompletableFuture<FleetVerdict> all = CompletableFuture.completedFuture(FleetVerdict.NOBODY);
		for (Map.Entry<String, List<KeyValue>> fleet : byConfiguration(entries).entrySet()) {
			LiveBuilds builds = LiveBuilds.of(this.keys.fleet(fleet.getKey()), fleet.getValue(), trial).without(asked);
			asked.addAll(builds.benches());
			boolean own = this.own != null && builds.benches().contains(this.own.bench());
			all = all.thenCombine(ask(fleet.getKey(), trial, builds, timeout, own), FleetVerdict::and);
		}
		List<String> unheard = LiveBuilds.unheard(entries, trial);
		return all.thenApply((verdict) -> verdict.withUnheard(unheard));
	}

	private Map<String, List<KeyValue>> byConfiguration(List<KeyValue> entries) {
		Map<String, List<KeyValue>> fleets = new LinkedHashMap<>();
		int root = this.keys.fleets().length();
		for (KeyValue entry : entries) {
			int end = entry.key().indexOf('/', root);
			if (end > root) {
				fleets.computeIfAbsent(entry.key().substring(root, end), (name) -> new ArrayList<>()).add(entry);
			}
		}
		return fleets;
	}

	private CompletableFuture<FleetVerdict> ask(String configuration, Trial trial, LiveBuilds builds, Duration timeout,
			boolean own) {
		TrialJudge judge = this.own;
		LiveBuilds others = (judge != null) ? builds.without(Set.of(judge.bench())) : builds;
		CompletableFuture<FleetVerdict> verdict = others.seats().isEmpty()
				? CompletableFuture.completedFuture(new FleetVerdict(List.of(), others.unknown()))
				: new Hearing(this.store, this.keys, this.pauses, configuration, trial, others.seats(), timeout).hold()
					.thenApply((verdicts) -> new FleetVerdict(verdicts, others.unknown()));
		if (judge == null || !own) {
			return verdict;
		}
		return CompletableFuture.supplyAsync(() -> judged(judge, configuration, trial, builds), this.executor)
			.thenCombine(verdict, FleetVerdict::and);
	}

	private static FleetVerdict judged(TrialJudge judge, String configuration, Trial trial, LiveBuilds builds) {
		BuildVerdict verdict = judge.judge(configuration, trial);
		return new FleetVerdict(List.of(builds.seatOf(judge.bench()).signed(verdict)), List.of());
	}

}
