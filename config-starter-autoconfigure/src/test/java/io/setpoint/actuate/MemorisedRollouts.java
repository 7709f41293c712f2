package io.setpoint.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.setpoint.rollout.Command;
import io.setpoint.rollout.Difference;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetVerdict;
import io.setpoint.rollout.GuardVerdict;
import io.setpoint.rollout.HistoryEntry;
import io.setpoint.rollout.KeyChanges;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Rollouts;
import io.setpoint.rollout.Transition;
import io.setpoint.rollout.Version;
import io.setpoint.rollout.VersionSummary;
import org.jspecify.annotations.Nullable;

/**
 * Rollouts that are kept in memory, without checks of their own.
 */
class MemorisedRollouts implements Rollouts {

	private final List<HistoryEntry> history = new ArrayList<>();

	private RolloutState state = RolloutState.INITIAL;

	private @Nullable Version published;

	@Override
	public Set<String> configurations() {
		return Set.of("shop");
	}

	@Override
	public CompletableFuture<FleetVerdict> tryOut(String configuration, String document, String by) {
		return CompletableFuture.completedFuture(FleetVerdict.NOBODY);
	}

	@Override
	public CompletableFuture<FleetVerdict> tryOut(KeyChanges changes, String by) {
		return CompletableFuture.completedFuture(FleetVerdict.NOBODY.withUnheard(changes.keys()));
	}

	@Override
	public CompletableFuture<Version> publish(String configuration, NewVersion wanted, boolean unjudged) {
		this.published = Version.of(wanted.id(), wanted.author(), wanted.description(), wanted.tags(), null,
				Instant.EPOCH, wanted.document());
		return CompletableFuture.completedFuture(this.published);
	}

	@Override
	public CompletableFuture<List<VersionSummary>> versions(String configuration) {
		return CompletableFuture
			.completedFuture((this.published != null) ? List.of(VersionSummary.of(this.published)) : List.of());
	}

	@Override
	public CompletableFuture<Version> version(String configuration, String id) {
		return CompletableFuture.failedFuture(new IllegalArgumentException("There is none"));
	}

	@Override
	public CompletableFuture<List<Difference>> compare(String configuration, String from, String to) {
		return CompletableFuture.completedFuture(List.of());
	}

	@Override
	public CompletableFuture<RolloutState> state(String configuration) {
		return CompletableFuture.completedFuture(this.state);
	}

	@Override
	public CompletableFuture<RolloutState> start(String configuration, String version, Plan plan, String by,
			@Nullable String reason, boolean unjudged) {
		return give(new Command.Start(version, plan, "salt"), by, reason);
	}

	@Override
	public CompletableFuture<RolloutState> execute(String configuration, Command.Steering command, String by,
			@Nullable String reason) {
		return give(command, by, reason);
	}

	private CompletableFuture<RolloutState> give(Command command, String by, @Nullable String reason) {
		try {
			Transition transition = Transition.of(this.state, command, by, Instant.EPOCH, reason);
			this.state = transition.state();
			this.history.add(transition.entry());
			return CompletableFuture.completedFuture(this.state);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public CompletableFuture<List<HistoryEntry>> history(String configuration) {
		return CompletableFuture.completedFuture(List.copyOf(this.history));
	}

	@Override
	public CompletableFuture<List<FleetMember>> fleet(String configuration) {
		return CompletableFuture.completedFuture(List.of());
	}

	@Override
	public CompletableFuture<List<GuardVerdict>> guards(String configuration) {
		return CompletableFuture.completedFuture(List.of());
	}

}
