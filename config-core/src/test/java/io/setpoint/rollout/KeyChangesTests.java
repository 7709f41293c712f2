package io.setpoint.rollout;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link KeyChanges}.
 */
class KeyChangesTests {

	@Test
	void keysAreAllThatAreTouched() {
		KeyChanges changes = new KeyChanges(Map.of("/b", "hunter2"), Set.of("/c", "/a"));
		assertThat(changes.keys()).containsExactly("/a", "/b", "/c");
	}

	@Test
	void toStringNamesKeysAndNoValues() {
		assertThat(new KeyChanges(Map.of("/b", "hunter2"), Set.of("/a"))).hasToString("put [/b], delete [/a]");
	}

	@Test
	void nothingIsNoChange() {
		assertThatIllegalArgumentException().isThrownBy(() -> new KeyChanges(Map.of(), Set.of()))
			.withMessage("There is no change: name a key to put or to delete");
	}

	@Test
	void keyThatIsPutAndDeletedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new KeyChanges(Map.of("/a", "1"), Set.of("/a")))
			.withMessage("'/a' is to be put and to be deleted: say one of both");
	}

	@Test
	void changesAreReadAsPeopleWriteThem() {
		assertThat(RolloutFormat.parseChanges("{/a: 1, /b: null, /c: }"))
			.isEqualTo(new KeyChanges(Map.of("/a", "1"), Set.of("/b", "/c")));
	}

}
