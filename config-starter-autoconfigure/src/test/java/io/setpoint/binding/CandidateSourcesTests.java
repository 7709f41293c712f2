package io.setpoint.binding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.cloud.util.random.CachedRandomPropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

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

	@Test
	void mapsThatHaveNothingOfATypeAreNotAsked() {
		this.environment.getPropertySources().addFirst(new MapPropertySource("map", Map.of("other.serial", "1")));
		RandomValuePropertySource.addToEnvironment(this.environment);
		this.environment.getPropertySources().addLast(new CachedRandomPropertySource(new RandomValuePropertySource()));
		assertThat(namesOfSources("own")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "my-own.max-size", "myOwn.maxSize", "my_own.max_size", "MY-OWN.MAX-SIZE", "my-own[0].size",
			"my-own.deeper.down", "my-own", "myown" })
	void mapsThatSpellATypeInAnyWayAreAsked(String name) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("map", Map.of(name, "1")));
		assertThat(namesOfSources("my-own")).containsExactly("map");
	}

	@ParameterizedTest
	@ValueSource(strings = { "MY_OWN_MAXSIZE", "MYOWN_MAXSIZE", "MY_OWN_MAX_SIZE", "MYOWN_0_SIZE", "MYOWN", "MY_OWN" })
	void variablesThatSpellATypeInAnyWayAreAsked(String name) {
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "1")));
		assertThat(namesOfSources("my-own"))
			.containsExactly(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
	}

	@Test
	void sourcesThatMayAnswerForMoreThanTheyTellAreAsked() {
		this.environment.getPropertySources().addFirst(new Secretive());
		assertThat(namesOfSources("own")).containsExactly("secretive");
	}

	@Test
	void variablesThatBootDoesNotTakeForSuchAreAsked() {
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("variables", Map.of("OWN_SIZE", "1")));
		assertThat(namesOfSources("own")).containsExactly("variables");
	}

	@Test
	void mapThatMayAnswerForMoreThanItTellsIsAsked() {
		this.environment.getPropertySources().addFirst(new MapPropertySource("lenient", Map.of("other.size", "1")) {

			@Override
			public @Nullable Object getProperty(String name) {
				return name.equals("own.size") ? "1" : null;
			}

		});
		assertThat(namesOfSources("own")).containsExactly("lenient");
	}

	@ParameterizedTest
	@ValueSource(strings = { "random", "random.deeper" })
	void randomValuesAreAskedForATypeThatStandsAmongThem(String prefix) {
		RandomValuePropertySource.addToEnvironment(this.environment);
		assertThat(namesOfSources(prefix)).containsExactly("random");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cachedrandom", "cachedrandom.deeper", "cached-random.deeper" })
	void cachedRandomValuesAreAskedForATypeThatStandsAmongThem(String prefix) {
		this.environment.getPropertySources().addLast(new CachedRandomPropertySource(new RandomValuePropertySource()));
		assertThat(namesOfSources(prefix)).containsExactly("cachedrandom");
	}

	private List<String> namesOfSources(String prefix) {
		this.sources.show(ConfigurationPropertyName.of(prefix), LocationPropertySource::content);
		List<String> names = new ArrayList<>();
		for (ConfigurationPropertySource source : this.sources.current()) {
			names.add(((PropertySource<?>) source.getUnderlyingSource()).getName());
		}
		this.sources.hide();
		return names;
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

	private static final class Secretive extends EnumerablePropertySource<Object> {

		Secretive() {
			super("secretive", new Object());
		}

		@Override
		public String[] getPropertyNames() {
			return new String[0];
		}

		@Override
		public Object getProperty(String name) {
			return "secret";
		}

	}

}
