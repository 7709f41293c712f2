package io.setpoint.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BakeProgress}.
 */
class BakeProgressTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final RolloutState running = running("salt");

	private final BakeProgress progress = BakeProgress.of(this.running, Duration.ofSeconds(9));

	@Test
	void progressIsOfTheStageThatItWasNotedFor() {
		assertThat(this.progress.baked()).hasSeconds(9);
		assertThat(this.progress.isOf(this.running)).isTrue();
		assertThat(this.progress.isOf(running("another"))).isFalse();
	}

	@Test
	void progressIsNotOfAnotherStage() {
		assertThat(this.progress.isOf(after(this.running, new Command.Promote()))).isFalse();
		BakeProgress later = new BakeProgress("salt", 1, this.progress.since(), Duration.ZERO);
		assertThat(later.isOf(this.running)).isFalse();
	}

	@Test
	void progressIsNotOfWhatIsPausedOrWasResumed() {
		RolloutState paused = after(this.running, new Command.Pause());
		assertThat(this.progress.isOf(paused)).isFalse();
		assertThat(this.progress.isOf(after(paused, new Command.Resume()))).isFalse();
	}

	private static RolloutState running(String salt) {
		RolloutState state = after(RolloutState.INITIAL, new Command.Release("v1"));
		Plan plan = Plan.of(Stage.instances(25, Duration.ofMinutes(1)), Stage.instances(100, Duration.ZERO));
		state = after(state, new Command.Start("v2", plan, salt));
		return after(state, new Command.Extend(new Cohort(Set.of("a"), Set.of("a"), List.of(), Map.of())));
	}

	private static RolloutState after(RolloutState state, Command command) {
		return Transition.of(state, command, "me", START.plusSeconds(state.serial()), null).state();
	}

}
