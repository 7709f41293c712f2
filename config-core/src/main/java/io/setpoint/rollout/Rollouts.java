package io.setpoint.rollout;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Publishes versions of configurations and conducts their rollouts. Inject it to do what
 * {@code /actuator/rollouts} does over HTTP.
 *
 * <p>
 * All methods may be called from any thread and return at once. Their results fail with a
 * {@link TransitionRefusedException} if the phase does not allow what was asked for, a
 * {@link RolloutConflictException} if somebody else was faster, an
 * {@link InvalidVersionException}, {@link InvalidPlanException} or
 * {@link UnknownVersionException} if what was given is not right, a
 * {@link RefusedByFleetException} if not every live build accepts it, and another
 * {@link RuntimeException} if etcd is out of reach. Nothing has changed then, except
 * where etcd went away in the middle: ask for the state to know.
 *
 * @since 0.1.0
 */
public interface Rollouts {

	/**
	 * Return the configurations that this application imports.
	 * @return their names
	 */
	Set<String> configurations();

	/**
	 * Publish a version: bound and validated here first, then by every other build that
	 * is alive, then written once. Nobody has it before a rollout or a release. The same
	 * document twice gives the version that is there, unless another id, description or
	 * tags are asked for, which are refused then.
	 * @param configuration the name of the configuration
	 * @param version what to publish
	 * @return the version
	 */
	default CompletableFuture<Version> publish(String configuration, NewVersion version) {
		return publish(configuration, version, false);
	}

	/**
	 * Publish a version.
	 * @param configuration the name of the configuration
	 * @param version what to publish
	 * @param unjudged whether the other builds that are alive are not asked, which the
	 * history keeps
	 * @return the version
	 */
	CompletableFuture<Version> publish(String configuration, NewVersion version, boolean unjudged);

	/**
	 * Find out what every live build would do with a document. Nothing becomes visible.
	 * @param configuration the name of the configuration
	 * @param document the document, as YAML
	 * @param by who asks
	 * @return the verdict of each build
	 */
	CompletableFuture<FleetVerdict> tryOut(String configuration, String document, String by);

	/**
	 * Find out what those builds would do with changes of plain keys that import them and
	 * a {@code rollout:} as well. Nothing becomes visible.
	 * @param changes the changes
	 * @param by who asks
	 * @return the verdict of each build; {@link FleetVerdict#isUnjudged()} if there is
	 * none
	 */
	CompletableFuture<FleetVerdict> tryOut(KeyChanges changes, String by);

	/**
	 * Find out what is to be wondered at in a version that is valid here: a name that is
	 * misspelt, or that only another application reads.
	 * @param configuration the name of the configuration
	 * @param version the version
	 * @return a sentence for each property that no type of this application reads
	 */
	default List<String> remarks(String configuration, Version version) {
		return List.of();
	}

	/**
	 * List the versions that are kept, without their documents.
	 * @param configuration the name of the configuration
	 * @return the versions, newest first
	 */
	CompletableFuture<List<VersionSummary>> versions(String configuration);

	/**
	 * Read a version.
	 * @param configuration the name of the configuration
	 * @param id the id of the version
	 * @return the version
	 */
	CompletableFuture<Version> version(String configuration, String id);

	/**
	 * Compare two versions.
	 * @param configuration the name of the configuration
	 * @param from the id of the first version
	 * @param to the id of the second version
	 * @return the properties in which they differ, by name
	 */
	CompletableFuture<List<Difference>> compare(String configuration, String from, String to);

	/**
	 * Read where the configuration is.
	 * @param configuration the name of the configuration
	 * @return the state
	 */
	CompletableFuture<RolloutState> state(String configuration);

	/**
	 * Start the rollout of a version.
	 * @param configuration the name of the configuration
	 * @param version the id of the version
	 * @param plan the plan
	 * @param by who starts it
	 * @return the state after it
	 */
	default CompletableFuture<RolloutState> start(String configuration, String version, Plan plan, String by) {
		return start(configuration, version, plan, by, null);
	}

	/**
	 * Start the rollout of a version.
	 * @param configuration the name of the configuration
	 * @param version the id of the version
	 * @param plan the plan
	 * @param by who starts it
	 * @param reason why, or {@code null}
	 * @return the state after it
	 */
	default CompletableFuture<RolloutState> start(String configuration, String version, Plan plan, String by,
			@Nullable String reason) {
		return start(configuration, version, plan, by, reason, false);
	}

	/**
	 * Start the rollout of a version, if every live build accepts it.
	 * @param configuration the name of the configuration
	 * @param version the id of the version
	 * @param plan the plan
	 * @param by who starts it
	 * @param reason why, or {@code null}
	 * @param unjudged whether nobody is asked, which the history keeps
	 * @return the state after it
	 */
	CompletableFuture<RolloutState> start(String configuration, String version, Plan plan, String by,
			@Nullable String reason, boolean unjudged);

	/**
	 * Approve, steer or end a rollout, or give a version to everybody.
	 * @param configuration the name of the configuration
	 * @param command the command
	 * @param by who gives it
	 * @param reason why, or {@code null}
	 * @return the state after it
	 */
	CompletableFuture<RolloutState> execute(String configuration, Command.Steering command, String by,
			@Nullable String reason);

	/**
	 * Read what has happened.
	 * @param configuration the name of the configuration
	 * @return the transitions, oldest first
	 */
	CompletableFuture<List<HistoryEntry>> history(String configuration);

	/**
	 * Read who is there and runs what.
	 * @param configuration the name of the configuration
	 * @return the live instances, by id
	 */
	CompletableFuture<List<FleetMember>> fleet(String configuration);

	/**
	 * Judge the guards of the rollout that is under way, by what its instances have said
	 * last. Those in dry run are among them, and have no effect.
	 * @param configuration the name of the configuration
	 * @return what each guard of the current stage says, none if there is none
	 */
	CompletableFuture<List<GuardVerdict>> guards(String configuration);

}
