package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Released}.
 */
class ReleasedTests {

	private static final String PREFIX = "/rollouts/shop/versions/";

	private final LocationContent none = LocationContent.ofVersions(PREFIX, "rollout:shop");

	private final Pending refused = pending(new Change.Delete(PREFIX + "v1", 5), put("v2", 4));

	@Test
	void versionThatIsShownInsteadReplacesTheRefusedOne() {
		assertThat(released(showing("v1", 1), showing("v3", 6)).replaced()).containsExactly(PREFIX + "v2");
		Released back = released(showing("v1", 1), showing("v1", 1));
		assertThat(back.replaced()).containsExactly(PREFIX + "v2");
		assertThat(back.accepted()).isEmpty();
		assertThat(back.gone()).isEmpty();
	}

	@Test
	void versionThatIsShownAfterAllIsAccepted() {
		Released released = released(showing("v1", 1), showing("v2", 4));
		assertThat(released.accepted()).containsExactly(PREFIX + "v2");
		assertThat(released.replaced()).isEmpty();
	}

	@Test
	void refusedVersionIsGoneWhereNoneIsShown() {
		assertThat(released(showing("v1", 1), this.none).gone()).containsExactly(PREFIX + "v2");
	}

	@Test
	void nothingIsReleasedWhileItWaitsInAnotherGroup() {
		Pending grown = pending(put("v2", 4));
		Released released = Released.of(holdings(showing("v1", 1), this.refused), holdings(showing("v1", 1), grown));
		assertThat(released.isAnythingAccepted()).isFalse();
		assertThat(released.gone()).isEmpty();
	}

	private Released released(LocationContent before, LocationContent after) {
		return Released.of(holdings(before, this.refused), holdings(after));
	}

	private static Holdings holdings(LocationContent content, Pending... pending) {
		return new Holdings(Map.of(PREFIX, content), List.of(pending), TypeIndex.EMPTY,
				ShownVariations.none(Clock.systemUTC()));
	}

	private LocationContent showing(String version, long revision) {
		return this.none.with(List.of(put(version, revision))).content();
	}

	private static Pending pending(Change... changes) {
		Pending pending = new Pending();
		pending.add(0, Changes.of(new Proposal(5, Proposal.Kind.REVISION, Map.of(PREFIX, List.of(changes)))),
				new Reach(), Instant.EPOCH);
		return pending.freeze();
	}

	private static Change put(String version, long revision) {
		return new Change.Put(
				new KeyValue(PREFIX + version, "a: 1".getBytes(StandardCharsets.UTF_8), revision, revision));
	}

}
