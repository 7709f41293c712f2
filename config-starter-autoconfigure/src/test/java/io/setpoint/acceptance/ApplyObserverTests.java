package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.mirror.Cause;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorListeners;
import io.setpoint.mirror.Revision;
import io.setpoint.store.Change;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ApplyObserver} in front of {@link MirrorListeners}.
 */
class ApplyObserverTests {

	private static final List<Revision> REVISIONS = List.of(new Revision(4,
			Map.of("/config/checkout/", List.of(new Change.Delete("/config/checkout/a", 4))), Cause.WATCH, null));

	private final List<String> calls = new ArrayList<>();

	private final ApplyObserver observer = (revisions) -> {
		this.calls.add("begin");
		return () -> this.calls.add("end");
	};

	@Test
	void changedIsObservedAroundThePipelineAndToldAfterIt() {
		listeners((revisions) -> this.calls.add("pipeline"), this.observer, (revisions) -> this.calls.add("other"))
			.changed(REVISIONS);
		assertThat(this.calls).containsExactly("begin", "pipeline", "end", "other");
	}

	@Test
	void changedWhenObserverFailsStillReachesThePipeline() {
		ApplyObserver failing = (revisions) -> {
			throw new IllegalStateException("observer");
		};
		listeners((revisions) -> this.calls.add("pipeline"), failing, (revisions) -> this.calls.add("other"))
			.changed(REVISIONS);
		assertThat(this.calls).containsExactly("pipeline", "other");
	}

	@Test
	void changedWhenEndOfObservationFailsStillTellsOthers() {
		ApplyObserver failing = (revisions) -> () -> {
			throw new IllegalStateException("observer");
		};
		listeners((revisions) -> this.calls.add("pipeline"), failing, (revisions) -> this.calls.add("other"))
			.changed(REVISIONS);
		assertThat(this.calls).containsExactly("pipeline", "other");
	}

	@Test
	void changedWhenPipelineFailsEndsTheObservation() {
		MirrorListeners listeners = listeners((revisions) -> {
			throw new IllegalStateException("pipeline");
		}, this.observer, (revisions) -> this.calls.add("other"));
		assertThatIllegalStateException().isThrownBy(() -> listeners.changed(REVISIONS)).withMessage("pipeline");
		assertThat(this.calls).containsExactly("begin", "end");
	}

	@Test
	void listenerThatFailsKeepsNothingFromTheNext() {
		MirrorListener failing = (revisions) -> {
			throw new IllegalStateException("other");
		};
		MirrorListeners
			.of((revisions) -> this.calls.add("pipeline"), List.of(failing, (revisions) -> this.calls.add("next")))
			.changed(REVISIONS);
		assertThat(this.calls).containsExactly("pipeline", "next");
	}

	@Test
	void everythingElseIsToldToOthers() {
		MirrorListener other = new MirrorListener() {

			@Override
			public void changed(List<Revision> revisions) {
			}

			@Override
			public void reconnected(String prefix, @Nullable StoreException cause) {
				ApplyObserverTests.this.calls.add("reconnected");
			}

			@Override
			public void connectionRenewed(String prefix) {
				ApplyObserverTests.this.calls.add("renewed");
			}

			@Override
			public void duplicatesDropped(String prefix, int count) {
				ApplyObserverTests.this.calls.add("dropped " + count);
			}

		};
		MirrorListeners listeners = listeners((revisions) -> {
		}, this.observer, other);
		listeners.reconnected("/config/checkout/", null);
		listeners.connectionRenewed("/config/checkout/");
		listeners.duplicatesDropped("/config/checkout/", 2);
		assertThat(this.calls).containsExactly("reconnected", "renewed", "dropped 2");
	}

	private static MirrorListeners listeners(MirrorListener pipeline, ApplyObserver observer, MirrorListener other) {
		return MirrorListeners.of(ApplyObserver.around(pipeline, List.of(observer)), List.of(other));
	}

}
