package io.setpoint.binding;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CandidateSources}.
 */
class CandidateSourcesTests {

	private static final String PREFIX = "/config/own/";

	private final StandardEnvironment environment = new StandardEnvironment();

	private final LocationPropertySource location = new LocationPropertySource("etcd:" + PREFIX,
			LocationContent.empty(PREFIX, "etcd:" + PREFIX));

	private final CandidateSources sources = new CandidateSources(this.environment);

	@Test
	void randomValuesOfPlacesThatAreNoMoreAreForgotten() {
		this.environment.getPropertySources().addLast(this.location);
		RandomValuePropertySource.addToEnvironment(this.environment);
		LocationContent accepted = this.location.content().with(List.of(put("kept"))).content();
		this.location.show(accepted);
		Object kept = draw(accepted, "kept");
		for (int i = 0; i < 2000; i++) {
			draw(accepted.with(List.of(put("passing" + i))).content(), "passing" + i);
		}
		assertThat(this.sources.draws()).isLessThan(600);
		assertThat(draw(accepted, "kept")).isEqualTo(kept);
	}

	@Test
	void randomValuesOfPlacesThatAreThereAreRemembered() {
		this.environment.getPropertySources().addLast(this.location);
		RandomValuePropertySource.addToEnvironment(this.environment);
		LocationContent candidate = this.location.content();
		for (int i = 0; i < 2000; i++) {
			candidate = candidate.with(List.of(put("place" + i))).content();
		}
		Object first = draw(candidate, "place0");
		for (int i = 1; i < 2000; i++) {
			draw(candidate, "place" + i);
		}
		assertThat(this.sources.draws()).isEqualTo(2000);
		assertThat(draw(candidate, "place0")).isEqualTo(first);
	}

	private Object draw(LocationContent contents, String place) {
		this.sources.show(ConfigurationPropertyName.of("own"), (source) -> contents);
		this.sources.lookUpFor(ConfigurationPropertyName.of("own." + place));
		Object drawn = this.sources.getProperty("random.uuid");
		this.sources.hide();
		return drawn;
	}

	private static Change put(String key) {
		return new Change.Put(
				new KeyValue(PREFIX + "own/" + key, "${random.uuid}".getBytes(StandardCharsets.UTF_8), 1, 1));
	}

}
