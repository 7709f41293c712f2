package io.setpoint.document;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChunkSources}.
 */
class ChunkSourcesTests {

	private final PropertySource<?> first = source("first");

	private final PropertySource<?> second = source("second");

	private final ChunkSources sources = new ChunkSources(List.of(this.first, this.second));

	@Test
	void sourcesAreThoseThatWereGivenInTheirOrder() {
		assertThat(this.sources).containsExactly(this.first, this.second);
		assertThat(this.sources.stream()).containsExactly(this.first, this.second);
		assertThat(this.sources.size()).isEqualTo(2);
		assertThat(this.sources.get("second")).isSameAs(this.second);
		assertThat(this.sources.get("third")).isNull();
		assertThat(this.sources.contains("first")).isTrue();
		assertThat(this.sources.precedenceOf(this.second)).isEqualTo(1);
		assertThat(this.sources).hasToString(List.of(this.first, this.second).toString());
	}

	@Test
	void sourcesCanBeChangedAsAnyOthers() {
		PropertySource<?> wrapper = source("first");
		this.sources.replace("first", wrapper);
		this.sources.addLast(source("last"));
		this.sources.addFirst(source("top"));
		this.sources.addBefore("second", source("before"));
		this.sources.addAfter("second", source("after"));
		this.sources.remove("last");
		assertThat(this.sources).extracting((source) -> source.getName())
			.containsExactly("top", "first", "before", "second", "after");
		assertThat(this.sources.get("first")).isSameAs(wrapper);
		assertThat(this.sources.size()).isEqualTo(5);
		assertThat(this.sources.precedenceOf(wrapper)).isEqualTo(1);
	}

	@Test
	void sourcesAreNotComparedWithEachOther() {
		AtomicInteger compared = new AtomicInteger();
		List<PropertySource<?>> many = IntStream.range(0, 1000)
			.<PropertySource<?>>mapToObj((i) -> new MapPropertySource("chunk" + i, Map.of()) {

				@Override
				public boolean equals(Object other) {
					compared.incrementAndGet();
					return super.equals(other);
				}

				@Override
				public int hashCode() {
					return super.hashCode();
				}

			})
			.toList();
		assertThat(new ChunkSources(many)).hasSize(1000);
		assertThat(compared).hasValue(0);
	}

	private static PropertySource<?> source(String name) {
		return new MapPropertySource(name, Map.of());
	}

}
