package io.setpoint.console.web;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import io.setpoint.console.landscape.Configuration;
import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.document.Restriction;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.schema.judging.Judge;
import io.setpoint.schema.judging.Judged;
import io.setpoint.store.StoreException;
import io.setpoint.store.WritableStore;

/**
 * Where commands are given from.
 *
 * @param store etcd
 * @param keys where everything lies
 * @param judge judges by schemas and by the fleet
 * @param watch knows whether etcd is out of reach
 * @param keepVersions how many versions of a configuration are kept at least
 * @param executor does what is no work for threads of etcd
 * @param clock the time of day
 */
record Desk(WritableStore store, RolloutKeys keys, Judge judge, LandscapeWatch watch, int keepVersions,
		Executor executor, Clock clock) {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration ARRIVAL = Duration.ofSeconds(5);

	CompletableFuture<Version> version(String configuration, String id) {
		return rollouts(configuration).version(configuration, id).thenApplyAsync((version) -> version, this.executor);
	}

	/**
	 * Judge a document without the fleet: whether it can be read, and what the schemas of
	 * its builds have against it.
	 * @param configuration the name of the configuration
	 * @param document the document
	 * @return what was said
	 */
	CompletableFuture<Judged> judged(String configuration, String document) {
		StoreException outage = this.watch.outage();
		return (outage != null) ? CompletableFuture.failedFuture(outage)
				: this.judge.document(configuration, document, null);
	}

	/**
	 * Ask the fleet what it would do with a document.
	 * @param configuration the name of the configuration
	 * @param document the document
	 * @param by who asks
	 * @return what each live build says
	 */
	CompletableFuture<FleetVerdict> verdict(String configuration, String document, String by) {
		StoreException outage = this.watch.outage();
		return (outage != null) ? CompletableFuture.failedFuture(outage)
				: trials().ask(configuration, document, by, PATIENCE)
					.thenApplyAsync((verdict) -> verdict, this.executor);
	}

	/**
	 * Find out whether something goes on without a verdict. The word for it counts while
	 * nobody is alive; whoever has come up since it was given is asked all the same.
	 * @param configuration the name of the configuration
	 * @param document the document
	 * @param by who wants it
	 * @param word whether the word was given
	 * @return whether nobody is to be asked
	 */
	CompletableFuture<Boolean> goesUnjudged(String configuration, String document, String by, boolean word) {
		return word ? verdict(configuration, document, by).thenApply(FleetVerdict::isUnjudged)
				: CompletableFuture.completedFuture(false);
	}

	/**
	 * Return what publishes and conducts a configuration, and asks the fleet before a
	 * version is published or its rollout started.
	 * @param configuration its name
	 * @return the rollouts
	 */
	StoredRollouts rollouts(String configuration) {
		return new StoredRollouts(Set.of(configuration), this.store, this.keys,
				(name, version) -> DocumentProperties.of(version.document()).problems(), (name) -> Restriction.NONE,
				this.keepVersions, this.watch::outage, this.executor, this.clock)
			.judgedBy(trials(), PATIENCE);
	}

	/**
	 * Wait until the pages show a state that was written, for whoever has changed it and
	 * has no script that would show it later.
	 * @param configuration the name of the configuration
	 * @param state the state
	 * @param done says what was done
	 * @return what is said on the page that comes then
	 */
	CompletableFuture<String> shown(String configuration, RolloutState state, String done) {
		return shown(configuration, (known) -> known.state().serial() >= state.serial(), done);
	}

	/**
	 * Wait until the pages show a version that was published.
	 * @param configuration the name of the configuration
	 * @param version the version
	 * @param done says what was done
	 * @return what is said on the page that comes then
	 */
	CompletableFuture<String> shown(String configuration, Version version, String done) {
		return shown(configuration,
				(known) -> known.versions().stream().anyMatch((each) -> each.id().equals(version.id())), done);
	}

	private CompletableFuture<String> shown(String configuration, Predicate<Configuration> known, String done) {
		String early = done + " This page does not show it yet: reload it.";
		return this.watch.arrival(configuration, known, ARRIVAL)
			.thenApplyAsync((arrived) -> arrived ? done : early, this.executor)
			.exceptionally((failure) -> early);
	}

	private Trials trials() {
		return new Trials(this.store, this.keys, Pauses.on(this.executor), this.clock);
	}

}
