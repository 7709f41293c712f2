package io.setpoint.rollout.archive;

import java.util.List;
import java.util.Set;

import io.setpoint.rollout.Cohort;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ledger}.
 */
class LedgerTests {

	private static KeyValue state(long revision) {
		return new KeyValue("/rollouts/shop/state", RolloutFormat.write(RolloutState.INITIAL), 1, revision);
	}

	private static KeyValue expected(long revision) {
		Cohort expected = new Cohort(Set.of(), Set.of("a", "b"), List.of());
		return new KeyValue("/rollouts/shop/expected", RolloutFormat.write(expected), 1, revision);
	}

	@Test
	void readWhenWrittenTogetherTellsWhoMustNotVanish() {
		assertThat(Ledger.read(state(7), expected(7)).cohort().expected()).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void readWhenTheStateWasWrittenLaterExpectsNobody() {
		assertThat(Ledger.read(state(8), expected(7)).cohort().expected()).isEmpty();
	}

	@Test
	void readWhenNobodyWasEverExpectedExpectsNobody() {
		assertThat(Ledger.read(state(7), null).cohort().expected()).isEmpty();
	}

}
