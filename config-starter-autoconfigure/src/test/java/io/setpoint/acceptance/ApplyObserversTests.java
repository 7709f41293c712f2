package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.mirror.Cause;
import io.setpoint.mirror.Revision;
import io.setpoint.store.Change;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ApplyObservers}.
 */
class ApplyObserversTests {

	private static final List<Revision> REVISIONS = List.of(new Revision(4,
			Map.of("/config/checkout/", List.of(new Change.Delete("/config/checkout/a", 4))), Cause.WATCH, null));

	private final List<String> calls = new ArrayList<>();

	private final ApplyObserver observer = (revisions) -> {
		this.calls.add("begin");
		return () -> this.calls.add("end");
	};

	@Test
	void aroundBeginsBeforeAndEndsAfter() {
		assertThat(around(this.observer)).isEqualTo("applied");
		assertThat(this.calls).containsExactly("begin", "pipeline", "end");
	}

	@Test
	void aroundWhenObserverFailsApplies() {
		assertThat(around((revisions) -> {
			throw new IllegalStateException("observer");
		})).isEqualTo("applied");
		assertThat(this.calls).containsExactly("pipeline");
	}

	@Test
	void aroundWhenEndOfObservationFailsHasApplied() {
		assertThat(around((revisions) -> () -> {
			throw new IllegalStateException("observer");
		})).isEqualTo("applied");
		assertThat(this.calls).containsExactly("pipeline");
	}

	@Test
	void aroundWhenPipelineFailsEndsTheObservation() {
		ApplyObservers observers = new ApplyObservers(List.of(this.observer));
		assertThatIllegalStateException().isThrownBy(() -> observers.around(REVISIONS, () -> {
			throw new IllegalStateException("pipeline");
		})).withMessage("pipeline");
		assertThat(this.calls).containsExactly("begin", "end");
	}

	private String around(ApplyObserver observer) {
		return new ApplyObservers(List.of(observer)).around(REVISIONS, () -> {
			this.calls.add("pipeline");
			return "applied";
		});
	}

}
