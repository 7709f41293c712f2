package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.setpoint.mirror.Cause;
import io.setpoint.mirror.MirrorPhase;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.MirrorStatus.State;
import io.setpoint.mirror.Revision;
import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.Command;
import io.setpoint.rollout.Plan;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetCopy}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FleetCopyTests {

	private static final RolloutKeys KEYS = new RolloutKeys("/rollouts", "/fleet");

	private final FleetCopy copy = new FleetCopy(KEYS, "shop");

	private void put(String key, byte[] value, long revision) {
		put(key, key, value, revision);
	}

	private void put(String prefix, String key, byte[] value, long revision) {
		Change change = new Change.Put(new KeyValue(key, value, 1, revision));
		this.copy.apply(List.of(new Revision(revision, Map.of(prefix, List.of(change)), Cause.WATCH, null)));
	}

	private void putState(long revision) {
		RolloutState running = Transition
			.of(RolloutState.INITIAL, new Command.Start("v2", Plan.allAtOnce(Duration.ZERO), "salt"), "ann",
					VirtualTime.ORIGIN, null)
			.state();
		put(KEYS.state("shop"), RolloutFormat.write(running), revision);
	}

	private void putExpected(String id, long revision) {
		put(KEYS.expected("shop"), RolloutFormat.write(new Cohort(Set.of(), Set.of(id), List.of())), revision);
	}

	private Set<String> expected() {
		return Objects.requireNonNull(this.copy.state()).cohort().expected();
	}

	@Test
	void expectedOfAStateAreKnownWhicheverIsHeardOfFirst() {
		putState(7);
		assertThat(expected()).isEmpty();
		putExpected("a", 7);
		assertThat(expected()).containsExactly("a");
		putExpected("b", 8);
		putState(8);
		assertThat(expected()).containsExactly("b");
	}

	@Test
	void expectedThatWereAlteredLaterAreNotThoseOfTheState() {
		putExpected("a", 7);
		putState(7);
		putExpected("b", 8);
		assertThat(expected()).containsExactly("a");
		put(KEYS.expected("shop"), new byte[] { '{' }, 9);
		assertThat(expected()).containsExactly("a");
	}

	@Test
	void copyIsNotCurrentBeforeAPrefixHasToldWhatWasWrittenWithTheState() {
		putExpected("a", 5);
		putState(5);
		assertThat(this.copy.isCurrent(status(State.LIVE, 5, 0))).isTrue();
		putState(7);
		assertThat(this.copy.isCurrent(status(State.LIVE, 6, 0))).isFalse();
		assertThat(this.copy.isCurrent(status(State.LIVE, 7, 1))).isFalse();
		assertThat(this.copy.isCurrent(status(State.STALE, 7, 0))).isFalse();
		assertThat(this.copy.isCurrent(status(State.LIVE, 7, 0))).isTrue();
	}

	private static MirrorStatus status(State state, long revision, int behind) {
		return new MirrorStatus(state, MirrorPhase.LIVE, revision, VirtualTime.ORIGIN, null, null, false, behind);
	}

	@Test
	void foreignTextBeginsNoLineOfTheLog(CapturedOutput output) {
		byte[] entry = "{\"instance\": \"a\", \"labels\": {\"x\\nWARN forged\": {}}}".getBytes(StandardCharsets.UTF_8);
		put(KEYS.fleet("shop"), KEYS.member("shop", "a"), entry, 7);
		assertThat(output).contains("is left out of account");
		assertThat(output.getAll().lines()).noneMatch((line) -> line.startsWith("WARN forged"));
	}

}
