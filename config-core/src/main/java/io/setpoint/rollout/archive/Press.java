package io.setpoint.rollout.archive;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.setpoint.document.Restriction;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionCheck;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.store.Calls;
import io.setpoint.store.Transaction;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Publishes versions: each is tried, judged by the fleet, and written once.
 *
 * @param register has the states
 * @param archive has the versions
 * @param keys where everything lies
 * @param check tries versions before they are published
 * @param restrictions knows what versions of a configuration may not say
 * @param consent what the fleet has to say
 * @param executor parses and binds versions, which is no work for threads of etcd
 * @param clock the time of day
 */
record Press(StateRegister register, VersionArchive archive, RolloutKeys keys, VersionCheck check,
		Function<String, Restriction> restrictions, Consent consent, Executor executor, Clock clock) {

	private static final Log logger = LogFactory.getLog(Press.class);

	Press judgedBy(Consent fleet) {
		return new Press(this.register, this.archive, this.keys, this.check, this.restrictions, fleet, this.executor,
				this.clock);
	}

	CompletableFuture<Version> publish(String configuration, NewVersion wanted, boolean unjudged) {
		return this.register.read(configuration)
			.thenCombineAsync(this.archive.all(configuration),
					(page, existing) -> publish(configuration, wanted, page, existing, unjudged), this.executor)
			.thenCompose((published) -> published);
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
		tried(configuration, version);
		String refused = "Version '" + version.id() + "' of '" + configuration + "' was not published";
		return this.consent.to(configuration, version, wanted.author(), refused, unjudged)
			.thenCompose((judged) -> this.archive.add(configuration, version, wanted,
					this.consent.isForgone(unjudged) ? note(configuration, version, page) : Transaction.builder()))
			.thenCompose((added) -> pruned(configuration, page, added.id()).thenApply((pruned) -> added));
	}

	private void tried(String configuration, Version version) {
		List<String> problems = new ArrayList<>(LostParts.of(this.keys.versions(configuration),
				this.keys.version(configuration, version.id()), version, this.restrictions.apply(configuration)));
		problems.addAll(this.check.problems(configuration, version));
		if (!problems.isEmpty()) {
			throw new InvalidVersionException("Version '" + version.id() + "' of '" + configuration
					+ "' is not valid and was not published: " + String.join("; ", problems), problems);
		}
	}

	private Transaction.Builder note(String configuration, Version version, StateRegister.Page page) {
		return this.register.transaction(configuration, page,
				Transition.ofUnjudged(page.state(), version.id(), version.author(), this.clock.instant()));
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

}
