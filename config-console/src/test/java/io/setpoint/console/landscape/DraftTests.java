package io.setpoint.console.landscape;

import java.time.Instant;

import io.setpoint.rollout.Command;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.Transition;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Draft}.
 */
class DraftTests {

	private final Draft draft = new Draft("shop");

	private void put(String rest, Object value) {
		this.draft.rollout(rest,
				new Change.Put(new KeyValue("/rollouts/shop/" + rest, RolloutFormat.write(value), 7, 7)));
	}

	@Test
	void keyInTheHistoryThatIsNoEntrysDoesNotCount() {
		RolloutState state = Transition.of(RolloutState.INITIAL, new Command.Release("v1"), "ann", Instant.EPOCH, null)
			.state();
		put("state", state);
		put("history/0000000001", "entry");
		put("history/0000000002", "entry");
		put("history/12", "no entry");
		put("history/999999999999999999", "no entry");
		Configuration configuration = this.draft.configuration(0);
		assertThat(configuration.problem()).isNull();
		assertThat(configuration.lastSerial()).isEqualTo(2);
		assertThat(configuration.state().serial()).isEqualTo(2);
	}

	@Test
	void entryThatIsGoneDoesNotCount() {
		put("history/0000000001", "entry");
		put("history/0000000002", "entry");
		this.draft.rollout("history/0000000002", new Change.Delete("/rollouts/shop/history/0000000002", 8));
		assertThat(this.draft.configuration(0).lastSerial()).isEqualTo(1);
	}

}
