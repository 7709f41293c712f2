package io.setpoint.mirror;

import java.util.List;
import java.util.Map;

import io.setpoint.store.Change;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Copy}.
 */
class CopyTests {

	private static final KeyValue X = new KeyValue("/a/x", "1".getBytes(), 2, 2);

	private static final KeyValue Y = new KeyValue("/a/y", "1".getBytes(), 3, 3);

	private final Copy copy = new Copy("/a/", InitialImage.live(image(3, X, Y)));

	@Test
	void doubtChangesNothingOfWhatTheStoreIsExpectedToHold() {
		this.copy.doubt(List.of("/a/x", "/a/gone"));
		assertThat(this.copy.expected(List.of())).isEqualTo(Map.of("/a/x", X, "/a/y", Y));
	}

	@Test
	void planTellsOfWhatIsDoubtedOnceMore() {
		this.copy.doubt(List.of("/a/x", "/a/gone"));
		Copy.Adoption adoption = this.copy.plan(image(7, X, Y), false, false);
		assertThat(adoption.changes()).containsExactly(new Change.Put(X), new Change.Delete("/a/gone", 7));
		this.copy.adopt(adoption);
		assertThat(this.copy.plan(image(8, X, Y), false, false).changes()).isEmpty();
	}

	@Test
	void planWhenWhatIsDoubtedWasToldMeanwhileTellsOnlyOfTheRest() {
		this.copy.doubt(List.of("/a/x", "/a/y"));
		KeyValue later = new KeyValue("/a/x", "2".getBytes(), 2, 5);
		this.copy.apply(List.of(new Change.Put(later)));
		assertThat(this.copy.plan(image(7, later, Y), false, false).changes()).containsExactly(new Change.Put(Y));
	}

	private static Image image(long revision, KeyValue... entries) {
		return new Image(1, revision, Map.of("/a/", List.of(entries)));
	}

}
