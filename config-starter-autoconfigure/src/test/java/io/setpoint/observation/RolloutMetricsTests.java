package io.setpoint.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.setpoint.rollout.Approval;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Scope;
import io.setpoint.rollout.Share;
import io.setpoint.rollout.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RolloutMetrics}.
 */
class RolloutMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final RolloutMetrics metrics = new RolloutMetrics(Set.of("checkout", "pricing"));

	@BeforeEach
	void bind() {
		this.metrics.bindTo(this.registry);
	}

	@Test
	void metersBeforeAnythingWasFollowedAreZero() {
		assertThat(measured()).containsExactly(0, 0, 0, 0);
	}

	@Test
	void metersWhenProposedTellTheStageAndThatNobodyHasTheCandidate() {
		follow(Phase.PROPOSED, 0, "v1", null, Verdict.ACCEPTED);
		assertThat(measured()).containsExactly(1, 0, 0, 0);
	}

	@Test
	void metersWhenTheInstanceHasTheCandidateTellIt() {
		follow(Phase.RUNNING, 0, "v2", null, Verdict.ACCEPTED);
		assertThat(measured()).containsExactly(1, 12.5, 1, 0);
	}

	@Test
	void metersWhenTheInstanceIsStableTellTheStageOnly() {
		follow(Phase.RUNNING, 1, "v1", null, Verdict.ACCEPTED);
		assertThat(measured()).containsExactly(2, 100, 0, 0);
	}

	@Test
	void metersWhenSomeRequestsHaveTheCandidateCountTheInstance() {
		follow(Phase.PAUSED, 0, "v1", "v2", Verdict.ACCEPTED);
		assertThat(measured()).containsExactly(1, 12.5, 1, 0);
	}

	@Test
	void metersWhenTheCandidateIsRefusedTellIt() {
		follow(Phase.RUNNING, 0, "v1", null, Verdict.REFUSED);
		assertThat(measured()).containsExactly(1, 12.5, 0, 1);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.INCLUDE, names = { "COMPLETED", "ABORTED", "ROLLED_BACK" })
	void metersWhenTheRolloutIsOverAreZero(Phase phase) {
		follow(phase, 1, "v2", null, Verdict.ACCEPTED);
		assertThat(measured()).containsExactly(0, 0, 0, 0);
	}

	@Test
	void metersAreKeptApartByConfiguration() {
		follow(Phase.RUNNING, 0, "v2", null, Verdict.ACCEPTED);
		assertThat(gauge("setpoint.rollout.stage", "pricing")).isZero();
	}

	private void follow(Phase phase, int stage, @Nullable String version, @Nullable String candidate, Verdict verdict) {
		List<Stage> stages = List.of(stage(Share.ofPercent(12.5)), stage(Share.ALL));
		RolloutState state = new RolloutState(3, "v1", null, "v2", phase, stage, Cohort.NONE, "salt",
				new Plan(stages, Approval.NONE, Duration.ofMinutes(5)), "ada", null, Instant.EPOCH, Duration.ZERO, null,
				Instant.EPOCH);
		this.metrics.followed(new Following("checkout", state, 9, version, candidate, verdict, null));
	}

	private static Stage stage(Share share) {
		return new Stage(Scope.INSTANCES, share, Map.of(), Duration.ofMinutes(1), List.of());
	}

	private double[] measured() {
		return new double[] { gauge("setpoint.rollout.stage", "checkout"), gauge("setpoint.rollout.share", "checkout"),
				gauge("setpoint.rollout.cohort", "checkout"), gauge("setpoint.rollout.refused", "checkout") };
	}

	private double gauge(String name, String configuration) {
		return this.registry.get(name).tag("configuration", configuration).gauge().value();
	}

}
