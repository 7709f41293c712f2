package io.setpoint.console.web;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.document.Restriction;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Rollouts;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.store.StoreException;
import io.setpoint.store.WritableStore;

/**
 * Where commands are given from.
 *
 * @param store etcd
 * @param keys where everything lies
 * @param watch knows whether etcd is out of reach
 * @param keepVersions how many versions of a configuration are kept at least
 * @param executor does what is no work for threads of etcd
 * @param clock the time of day
 */
record Desk(WritableStore store, RolloutKeys keys, LandscapeWatch watch, int keepVersions, Executor executor,
		Clock clock) {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	CompletableFuture<Version> version(String configuration, String id) {
		return rollouts(configuration).version(configuration, id).thenApplyAsync((version) -> version, this.executor);
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
				: new Trials(this.store, this.keys, Pauses.on(this.executor), this.clock)
					.ask(configuration, document, by, PATIENCE)
					.thenApplyAsync((verdict) -> verdict, this.executor);
	}

	Rollouts rollouts(String configuration) {
		return new StoredRollouts(Set.of(configuration), this.store, this.keys,
				(name, version) -> DocumentProperties.of(version.document()).problems(), (name) -> Restriction.NONE,
				this.keepVersions, this.watch::outage, this.executor, this.clock);
	}

}
