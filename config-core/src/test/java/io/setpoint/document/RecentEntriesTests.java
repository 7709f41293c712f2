package io.setpoint.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecentEntries}.
 */
class RecentEntriesTests {

	private static final String PREFIX = "/rollouts/shop/versions/";

	private final List<String> read = new ArrayList<>();

	private LocationContent content = LocationContent.ofVersions(PREFIX, "rollout:shop").decryptedBy((text) -> {
		this.read.add(text);
		return text.equals("secret") ? "plain" : text;
	});

	@Test
	void versionsThatAreShownInTurnAreReadOnce() {
		show("v1", "a: one", 1);
		for (int i = 0; i < 3; i++) {
			show("v2", "a: two", 2);
			assertThat(Contents.properties(this.content)).isEqualTo(Map.of("a", "two"));
			show("v1", "a: one", 1);
			assertThat(Contents.properties(this.content)).isEqualTo(Map.of("a", "one"));
		}
		assertThat(this.read).containsExactly("one", "two");
	}

	@Test
	void versionThatIsTriedBesideTheShownOneIsReadOnce() {
		show("v1", "a: one", 1);
		for (int i = 0; i < 3; i++) {
			this.content.with(List.of(put("v2", "a: two", 2)));
		}
		show("v2", "a: two", 2);
		assertThat(this.read).containsExactly("one", "two");
	}

	@Test
	void versionWhenItWasWrittenAnewIsReadAgain() {
		show("v1", "a: one", 1);
		show("v1", "a: other", 1);
		assertThat(Contents.properties(this.content)).isEqualTo(Map.of("a", "other"));
		show("v1", "a: other", 2);
		assertThat(this.read).containsExactly("one", "other", "other");
	}

	@Test
	void versionThatHasToBeDecryptedIsReadEachTime() {
		show("v1", "a: secret", 1);
		show("v1", "a: secret", 1);
		assertThat(Contents.properties(this.content)).isEqualTo(Map.of("a", "plain"));
		assertThat(this.read).containsExactly("secret", "secret");
	}

	@Test
	void versionWhenTwoOthersCameSinceThenIsReadAgain() {
		show("v1", "a: one", 1);
		show("v2", "a: two", 2);
		show("v3", "a: three", 3);
		show("v1", "a: one", 1);
		assertThat(this.read).containsExactly("one", "two", "three", "one");
	}

	@Test
	void versionWhenTheLocationIsRestrictedIsReadAgain() {
		show("v1", "a: one", 1);
		this.content = this.content.restrictedBy(Restriction.NONE);
		show("v1", "a: one", 1);
		assertThat(this.read).containsExactly("one", "one");
	}

	private void show(String id, String document, long revision) {
		List<Change> changes = new ArrayList<>(List.of(put(id, document, revision)));
		this.content.entries()
			.stream()
			.filter((entry) -> !entry.key().equals(PREFIX + id))
			.forEach((entry) -> changes.add(new Change.Delete(entry.key(), revision)));
		this.content = this.content.with(changes).content();
	}

	private static Change put(String id, String document, long revision) {
		return new Change.Put(new KeyValue(PREFIX + id, document.getBytes(StandardCharsets.UTF_8), revision, revision));
	}

}
