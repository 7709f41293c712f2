package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.setpoint.instance.Identity;
import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Stage;
import io.setpoint.rollout.Transition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Membership}.
 */
class MembershipTests {

	private static final Identity ME = new Identity("me", Map.of());

	private static final Duration BAKE = Duration.ofMinutes(1);

	private final VirtualTime time = new VirtualTime();

	private final Membership membership = new Membership(ME, "shop",
			new Gauging(new Surroundings<>(new MemoryEtcd(this.time).new Link(), this.time.new Process(), () -> 0.5),
					Runnable::run));

	private RolloutState state = RolloutState.INITIAL;

	private long revision;

	@BeforeEach
	void release() {
		give(new Command.Release("v1"));
		write();
	}

	private void give(Command command) {
		give(command, Verdict.ACCEPTED);
	}

	private void give(Command command, Verdict verdict) {
		this.state = Transition.of(this.state, command, "somebody", VirtualTime.ORIGIN, null).state();
		this.revision++;
		String candidate = this.state.requestRules().isEmpty() ? null : this.state.candidate();
		String version = (verdict == Verdict.ACCEPTED) ? this.state.versionFor(ME) : this.state.stable();
		this.membership.follow(new Following("shop", this.state, this.revision, version, candidate, verdict, null),
				List.of());
	}

	private void start(Stage... stages) {
		give(new Command.Start("v2", Plan.of(stages), "salt"));
	}

	private void extend(String... instances) {
		give(new Command.Extend(new Cohort(Set.of(instances), Set.of(instances), this.state.cohort().rules())));
	}

	private FleetMember write() {
		FleetMember due = Objects.requireNonNull(this.membership.due(0));
		this.membership.written(due, 1);
		assertThat(this.membership.due(0)).isNull();
		return due;
	}

	@Test
	void dueWhenARolloutGoesOnWithoutTheInstanceIsNothing() {
		start(Stage.instances(5, BAKE), Stage.instances(50, BAKE), Stage.instances(100, BAKE));
		assertThat(this.membership.due(0)).isNull();
		extend("other");
		assertThat(this.membership.due(0)).isNull();
		give(new Command.Promote());
		assertThat(this.membership.due(0)).isNull();
		give(new Command.Abort());
		assertThat(this.membership.due(0)).isNull();
	}

	@Test
	void dueWhenTheInstanceIsTakenInIsWhatItRunsAndSince() {
		start(Stage.instances(5, BAKE), Stage.instances(100, BAKE));
		extend("me");
		FleetMember written = write();
		assertThat(written.version()).isEqualTo("v2");
		assertThat(written.revision()).isEqualTo(this.revision);
		assertThat(written.rollout()).isEqualTo("salt");
	}

	@Test
	void dueWhenTheInstanceRunsTheCandidateAndOthersAreTakenInIsNothing() {
		start(Stage.instances(5, BAKE), Stage.instances(100, BAKE));
		extend("me");
		write();
		give(new Command.Promote());
		assertThat(this.membership.due(0)).isNull();
		extend("me", "other");
		assertThat(this.membership.due(0)).isNull();
		give(new Command.Promote());
		assertThat(this.membership.due(0)).isNull();
	}

	@Test
	void dueWhenTheRolloutIsRolledBackIsTheStableVersion() {
		start(Stage.instances(5, BAKE), Stage.instances(100, BAKE));
		extend("me");
		write();
		give(new Command.Rollback(null));
		assertThat(write().version()).isEqualTo("v1");
	}

	@Test
	void dueWhenARefusedCandidateIsOfferedAnewIsTheRefusal() {
		start(Stage.instances(5, BAKE), Stage.instances(100, BAKE));
		give(new Command.Extend(new Cohort(Set.of("me"), Set.of("me"), List.of())), Verdict.REFUSED);
		write();
		give(new Command.Promote(), Verdict.REFUSED);
		assertThat(write().revision()).isEqualTo(this.revision);
	}

	@Test
	void dueWhenOtherRequestsHaveTheCandidateIsHowFarTheStateWasFollowed() {
		start(Stage.requests(5, BAKE), Stage.requests(50, BAKE), Stage.instances(100, BAKE));
		assertThat(write().candidate()).isEqualTo("v2");
		give(new Command.Promote());
		assertThat(write().revision()).isEqualTo(this.revision);
	}

	@Test
	void dueWhenEtcdHasForgottenTheInstanceIsEverything() {
		start(Stage.instances(5, BAKE), Stage.instances(100, BAKE));
		this.membership.forgotten();
		assertThat(write().revision()).isEqualTo(this.revision);
	}

}
