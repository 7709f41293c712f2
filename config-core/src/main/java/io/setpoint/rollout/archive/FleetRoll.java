package io.setpoint.rollout.archive;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.Guard;
import io.setpoint.rollout.GuardReport;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.store.Calls;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Who is live, and what they say of a rollout's guards.
 */
final class FleetRoll {

	private static final Log logger = LogFactory.getLog(FleetRoll.class);

	private final WritableStore store;

	private final RolloutKeys keys;

	FleetRoll(WritableStore store, RolloutKeys keys) {
		this.store = store;
		this.keys = keys;
	}

	CompletableFuture<List<FleetMember>> members(String configuration) {
		return Entries.list(this.store, this.keys.fleet(configuration), FleetMember.class,
				Comparator.comparing(FleetMember::instance));
	}

	CompletableFuture<List<GuardVerdict>> guards(String configuration, RolloutState state) {
		Stage stage = state.currentStage();
		if (stage == null || stage.guards().isEmpty()) {
			return CompletableFuture.completedFuture(List.of());
		}
		return members(configuration).thenApply((members) -> GuardReport.of(state, members));
	}

	/**
	 * Find out what the history is to say of guards in dry run. It holds no command up
	 * that this cannot be found out.
	 * @param configuration the name of the configuration
	 * @param state the state that the command is given to
	 * @return the verdicts
	 */
	CompletableFuture<List<GuardVerdict>> dryRuns(String configuration, RolloutState state) {
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

}
