package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.document.LocationContent;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Changes}.
 */
class ChangesTests {

	private static final String PLAIN = "/config/shop/";

	private static final String VERSIONS = "/rollouts/shop/versions/";

	private static final Map<String, LocationContent> ACCEPTED = Map.of(PLAIN, LocationContent.empty(PLAIN, "plain"),
			VERSIONS, LocationContent.ofVersions(VERSIONS, "versions"));

	private static Change put(String key, long revision) {
		return new Change.Put(new KeyValue(key, "1".getBytes(StandardCharsets.UTF_8), revision, revision));
	}

	@Test
	void partsOfAPlainLocationAreItsRevisionsThenEachDelete() {
		Changes changes = Changes.of(new Proposal(9, Kind.REREAD, Map.of(PLAIN,
				List.of(new Change.Delete("d", 9), put("b", 5), put("a", 4), put("c", 5), new Change.Delete("e", 9)))));
		assertThat(changes.parts(ACCEPTED).stream().map((part) -> List.copyOf(part.keys())))
			.containsExactly(List.of("a"), List.of("b", "c"), List.of("d"), List.of("e"));
	}

	@Test
	void partsOfAVersionThatTakesThePlaceOfAnotherOneAreOne() {
		Changes changes = Changes
			.of(new Proposal(9, Kind.REREAD, Map.of(VERSIONS, List.of(new Change.Delete("v1", 9), put("v2", 5)))));
		assertThat(changes.parts(ACCEPTED)).singleElement()
			.satisfies((part) -> assertThat(part.keys()).containsExactly("v1", "v2"));
	}

}
