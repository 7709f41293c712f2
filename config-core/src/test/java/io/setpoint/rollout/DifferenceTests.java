package io.setpoint.rollout;

import java.util.List;
import java.util.Map;

import io.setpoint.rollout.Difference.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Difference}.
 */
class DifferenceTests {

	@Test
	void betweenNamesWhatWasAddedChangedAndRemovedInOrder() {
		List<Difference> differences = Difference.between(Map.of("same", 1, "old", "x", "moved", 5),
				Map.of("same", 1, "moved", 6, "added", "y"));
		assertThat(differences).containsExactly(new Difference("added", null, "y"), new Difference("moved", 5, 6),
				new Difference("old", "x", null));
		assertThat(differences).extracting(Difference::kind).containsExactly(Kind.ADDED, Kind.CHANGED, Kind.REMOVED);
	}

	@Test
	void toStringShowsNoValue() {
		assertThat(new Difference("password", "old", "new")).hasToString("password CHANGED");
	}

}
