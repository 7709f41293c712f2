package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.store.Change;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MirrorListeners}.
 */
class MirrorListenersTests {

	private static final List<Revision> REVISIONS = List.of(new Revision(4,
			Map.of("/config/checkout/", List.of(new Change.Delete("/config/checkout/a", 4))), Cause.WATCH, null));

	private final List<String> calls = new ArrayList<>();

	@Test
	void changedTellsOthersAfterTheTaker() {
		listeners((revisions) -> this.calls.add("pipeline"), (revisions) -> this.calls.add("other")).changed(REVISIONS);
		assertThat(this.calls).containsExactly("pipeline", "other");
	}

	@Test
	void changedWhenTheTakerFailsTellsNobodyElse() {
		MirrorListeners listeners = listeners((revisions) -> {
			throw new IllegalStateException("pipeline");
		}, (revisions) -> this.calls.add("other"));
		assertThatIllegalStateException().isThrownBy(() -> listeners.changed(REVISIONS)).withMessage("pipeline");
		assertThat(this.calls).isEmpty();
	}

	@Test
	void listenerThatFailsKeepsNothingFromTheNext() {
		MirrorListener failing = (revisions) -> {
			throw new IllegalStateException("other");
		};
		listeners((revisions) -> this.calls.add("pipeline"), failing, (revisions) -> this.calls.add("next"))
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
				MirrorListenersTests.this.calls.add("reconnected");
			}

			@Override
			public void connectionRenewed(String prefix) {
				MirrorListenersTests.this.calls.add("renewed");
			}

			@Override
			public void duplicatesDropped(String prefix, int count) {
				MirrorListenersTests.this.calls.add("dropped " + count);
			}

		};
		MirrorListeners listeners = listeners((revisions) -> {
		}, other);
		listeners.reconnected("/config/checkout/", null);
		listeners.connectionRenewed("/config/checkout/");
		listeners.duplicatesDropped("/config/checkout/", 2);
		assertThat(this.calls).containsExactly("reconnected", "renewed", "dropped 2");
	}

	private static MirrorListeners listeners(MirrorListener taker, MirrorListener... others) {
		return MirrorListeners.of(taker, List.of(others));
	}

}
