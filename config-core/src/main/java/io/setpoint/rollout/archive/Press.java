package io.setpoint.rollout.archive;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.setpoint.document.Restriction;
import io.setpoint.rollout.InvalidVersionException;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.RolloutConflictException;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionCheck;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.store.Calls;
import io.setpoint.store.Transaction;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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

	/**
	 * How often a version is written again because the state has changed, which its entry
	 * in the history goes with.
	 */
	private static final int ATTEMPTS = 10;

	private static final Log logger = LogFactory.getLog(Press.class);

	Press judgedBy(Consent fleet) {
		return new Press(this.register, this.archive, this.keys, this.check, this.restrictions, fleet, this.executor,
				this.clock);
	}

	/**
	 * Publish a version.
	 * @param configuration the name of the configuration
	 * @param wanted what to publish
	 * @param newest the newest version that the person has seen, {@code null} to publish
	 * after whatever is there
	 * @param unjudged whether the fleet is not asked
	 * @return the version
	 */
	CompletableFuture<Version> publish(String configuration, NewVersion wanted, @Nullable String newest,
			boolean unjudged) {
		return succession(configuration, newest)
			.thenCompose((succession) -> this.register.read(configuration)
				.thenCombineAsync(this.archive.all(configuration),
						(page, existing) -> publish(configuration, wanted, page, existing, succession, unjudged),
						this.executor))
			.thenCompose((published) -> published);
	}

	private CompletableFuture<Succession> succession(String configuration, @Nullable String seen) {
		return (seen != null)
				? this.archive.edition(configuration).thenApply((edition) -> new Succession(seen, edition))
				: CompletableFuture.completedFuture(Succession.ANY);
	}

	/**
	 * Find the version that a document is already.
	 * @param configuration the name of the configuration
	 * @param wanted what would be published
	 * @return the version, empty if it would be a new one; fails with an
	 * {@link InvalidVersionException} if it could not be published like this
	 */
	CompletableFuture<Optional<VersionSummary>> find(String configuration, NewVersion wanted) {
		Version version = version(wanted, null);
		return this.archive.all(configuration).thenApply((existing) -> VersionArchive.there(wanted, version, existing));
	}

	private Version version(NewVersion wanted, @Nullable String parent) {
		return Version.of(wanted.id(), wanted.author(), wanted.description(), wanted.tags(), parent,
				this.clock.instant(), wanted.document());
	}

	private CompletableFuture<Version> publish(String configuration, NewVersion wanted, StateRegister.Page page,
			List<VersionSummary> existing, Succession succession, boolean unjudged) {
		Version version = version(wanted, page.state().stable());
		Optional<VersionSummary> there = VersionArchive.there(wanted, version, existing);
		if (there.isPresent()) {
			return this.archive.version(configuration, there.get().id());
		}
		succession.check(configuration, version);
		tried(configuration, version);
		String refused = "Version '" + version.id() + "' of '" + configuration + "' was not published";
		return this.consent.to(configuration, version, wanted.author(), refused, unjudged)
			.thenCompose((judged) -> write(configuration, version, wanted, succession,
					this.consent.isForgone(unjudged) ? page : null, ATTEMPTS))
			.thenCompose((added) -> pruned(configuration, added.id()).thenApply((pruned) -> added));
	}

	/**
	 * Write a version, with an entry in the history if nobody has judged it. That entry
	 * is behind the last one, so whoever is faster makes it necessary to look again.
	 * @param configuration the name of the configuration
	 * @param version the version
	 * @param wanted what was asked for
	 * @param succession what it is published after
	 * @param page the state that the history's end is known from, {@code null} if nothing
	 * is to be noted there
	 * @param attempts how often to try
	 * @return the version
	 */
	private CompletableFuture<Version> write(String configuration, Version version, NewVersion wanted,
			Succession succession, StateRegister.@Nullable Page page, int attempts) {
		Transaction.Builder transaction = (page != null) ? note(configuration, version, page) : Transaction.builder();
		Transaction.Builder after = succession.on(transaction, this.keys.newest(configuration));
		return this.archive.add(configuration, version, wanted, after).thenCompose((added) -> {
			if (added.isPresent()) {
				return CompletableFuture.completedFuture(added.get());
			}
			if (attempts == 1) {
				throw new RolloutConflictException("Somebody else has changed the rollout of '" + configuration
						+ "' in the same moment, again and again, so version '" + version.id()
						+ "' was not published: try again");
			}
			return succession(configuration, succession.seen()).thenCompose((again) -> {
				again.check(configuration, version);
				return this.register.read(configuration)
					.thenCompose((next) -> write(configuration, version, wanted, again, (page != null) ? next : null,
							attempts - 1));
			});
		});
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
	 * @param newest the id of the version that was just published
	 * @return completes when it has been tried
	 */
	private CompletableFuture<Integer> pruned(String configuration, String newest) {
		return this.register.read(configuration)
			.thenCompose((page) -> this.archive.prune(configuration, page, newest))
			.exceptionally((failure) -> {
				logger.warn("Old versions of '" + configuration
						+ "' could not be deleted; the next publication tries again. "
						+ Objects.requireNonNull(Calls.causeOf(failure)).getMessage());
				return 0;
			});
	}

	/**
	 * What a version is published after.
	 *
	 * @param seen the newest version that the person has seen, {@code null} for whatever
	 * is there
	 * @param edition what was published last
	 */
	private record Succession(@Nullable String seen, VersionArchive.Edition edition) {

		private static final Succession ANY = new Succession(null, new VersionArchive.Edition("", 0));

		void check(String configuration, Version version) {
			if (this.seen != null && !this.seen.equals(this.edition.newest())) {
				throw new RolloutConflictException("Somebody else has published '" + this.edition.newest() + "' of '"
						+ configuration + "' since you looked, so '" + version.id()
						+ "' was not published: look again and decide anew");
			}
		}

		Transaction.Builder on(Transaction.Builder transaction, String newest) {
			return (this.seen != null) ? transaction.whenModified(newest, this.edition.revision()) : transaction;
		}

	}

}
