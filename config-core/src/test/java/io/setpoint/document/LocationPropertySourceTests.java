package io.setpoint.document;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.setpoint.store.Change;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocationPropertySource}.
 */
class LocationPropertySourceTests {

	private static final String DOCUMENT = """
			name: x
			someFlag: true
			timeout: 3s
			tiers:
			  - {name: gold, limits: [1, 2, 3]}
			  - {name: silver, limits: []}
			numbers: 1,2,3
			empty: []
			nothing: ~
			labels: {someKey: a, other-key: b, '[a.b/c]': c, nested: {deep: d}}
			lists: {x: [1], y: [2, 3]}
			any: {list: [1, {a: b}], map: {c: 1.5}}
			""";

	@Test
	void answersFromTheContentItShows() {
		LocationPropertySource source = source(Contents.of("a/someName", "1", "b.yaml", "x: true"));
		assertThat(source.getPropertyNames()).containsExactly("a.someName", "b.x");
		assertThat(source.getProperty("a.someName")).isEqualTo("1");
		assertThat(source.getProperty("a.somename")).isEqualTo("1");
		assertThat(source.getProperty("a.some:Name")).isNull();
		assertThat(source.getProperty("b.x")).isEqualTo(true);
		assertThat(source.containsProperty("b.x")).isTrue();
		assertThat(source.containsProperty("b")).isFalse();
		assertThat(source.getOrigin("b.x"))
			.hasToString("etcd:/config/checkout/ key '/config/checkout/b.yaml' revision 42, 1:4");
		source.show(Contents.of("c", "2"));
		assertThat(source.getPropertyNames()).containsExactly("c");
		assertThat(source.getProperty("b.x")).isNull();
		assertThat(source.getOrigin("b.x")).isNull();
	}

	@Test
	void environmentSeesEachContentAtOnce() {
		LocationPropertySource source = source(Contents.of("a/some-name", "1"));
		StandardEnvironment environment = environment(source);
		assertThat(environment.getProperty("a.some-name", Integer.class)).isEqualTo(1);
		assertThat(environment.getProperty("b")).isNull();
		source.show(Contents.of("b", "${c}", "c", "2"));
		assertThat(environment.getProperty("a.some-name")).isNull();
		assertThat(environment.getProperty("b")).isEqualTo("2");
	}

	@Test
	void plainEnvironmentSeesEachContentAtOnce() {
		LocationPropertySource source = source(Contents.of("a/someName", "1"));
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(source);
		assertThat(environment.getProperty("a.someName")).isEqualTo("1");
		source.show(Contents.of("b", "2"));
		assertThat(environment.getProperty("a.someName")).isNull();
		assertThat(environment.getProperty("b")).isEqualTo("2");
	}

	@Test
	void keepsItsPlaceAmongTheSources() {
		LocationPropertySource source = source(Contents.of("a", "etcd", "b", "etcd"));
		StandardEnvironment environment = environment(source);
		environment.getPropertySources().addFirst(new MapPropertySource("stronger", Map.of("a", "stronger")));
		environment.getPropertySources().addLast(new MapPropertySource("weaker", Map.of("b", "weaker", "c", "weaker")));
		assertThat(List.of("a", "b", "c")).extracting(environment::getProperty)
			.containsExactly("stronger", "etcd", "weaker");
		source.show(Contents.empty());
		assertThat(environment.getProperty("b")).isEqualTo("weaker");
	}

	@Test
	void adapterOfBootSeesTheContent() {
		LocationPropertySource source = source(Contents.of("a/someName", "1"));
		ConfigurationPropertySource adapter = ConfigurationPropertySource.from(source);
		assertThat(adapter).isNotNull();
		ConfigurationPropertyName name = ConfigurationPropertyName.of("a.some-name");
		ConfigurationProperty property = adapter.getConfigurationProperty(name);
		assertThat(property).extracting(ConfigurationProperty::getValue).isEqualTo("1");
		assertThat(property).extracting(ConfigurationProperty::getOrigin)
			.isInstanceOfSatisfying(PropertySourceOrigin.class,
					(origin) -> assertThat(origin.getOrigin()).isInstanceOf(EtcdOrigin.class));
		source.show(Contents.of("b", "2"));
		assertThat(adapter.getConfigurationProperty(name)).isNull();
		assertThat(adapter.getConfigurationProperty(ConfigurationPropertyName.of("b"))).isNotNull();
	}

	@Test
	void changeOfOneKeyLeavesTheOtherPartsAsTheyWere() {
		LocationContent content = large(10_000);
		LocationPropertySource source = source(content);
		List<PropertySource<?>> before = parts(source);
		assertThat(parts(source)).usingElementComparator((one, other) -> (one == other) ? 0 : 1)
			.containsExactlyElementsOf(before);
		source.show(Contents.update(content, Contents.put("p050/k050", "new", 43)).content());
		List<PropertySource<?>> after = parts(source);
		Set<PropertySource<?>> kept = Collections.newSetFromMap(new IdentityHashMap<>());
		kept.addAll(before);
		assertThat(after).hasSameSizeAs(before).hasSizeBetween(40, 100);
		assertThat(after.stream().filter((part) -> !kept.contains(part))).hasSize(1);
		assertThat(after).extracting(PropertySource::getName)
			.containsExactlyElementsOf(before.stream().map(PropertySource::getName).toList())
			.doesNotHaveDuplicates();
		assertThat(after).allSatisfy((part) -> assertThat(((PropertySourceInfo) part).isImmutable()).isTrue());
	}

	@Test
	void partsOfALargeContentAnswerTogether() {
		StandardEnvironment environment = environment(source(large(10_000)));
		for (int i = 0; i < 10_000; i += 7) {
			assertThat(environment.getProperty("p%03d.k%03d".formatted(i / 100, i % 100))).isEqualTo("" + i);
		}
		assertThat(Binder.get(environment).bind("p042", Bindable.mapOf(String.class, Integer.class)).get()).hasSize(100)
			.containsEntry("k007", 4207);
	}

	@Test
	void listThatIsLongerThanAPartIsBoundWhole() {
		List<Change> changes = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			changes.add(Contents.put("a/x%04d".formatted(i), "x", 42));
			changes.add(Contents.put("list/" + i, "" + i, 42));
		}
		LocationContent content = Contents.empty().with(changes).content();
		StandardEnvironment environment = environment(source(content));
		assertThat(Binder.get(environment).bind("list", Bindable.listOf(Integer.class)).get()).hasSize(2000).isSorted();
	}

	@Test
	void listThatGrowsKeyByKeyIsBoundWhole() {
		LocationContent content = large(10_000);
		LocationPropertySource source = source(content);
		Binder binder = Binder.get(environment(source));
		for (int i = 0; i < 400; i++) {
			int index = 399 - i;
			content = Contents.update(content, Contents.put("p050/list/" + index, "" + index, 43 + i)).content();
			source.show(content);
		}
		assertThat(binder.bind("p050.list", Bindable.listOf(Integer.class)).get()).hasSize(400).isSorted();
	}

	@Test
	void bindsAsAYamlSourceOfBootDoes() throws Exception {
		StandardEnvironment expected = new StandardEnvironment();
		new YamlPropertySourceLoader()
			.load("boot", new ByteArrayResource(("sample:\n" + DOCUMENT.indent(2)).getBytes(StandardCharsets.UTF_8)))
			.forEach(expected.getPropertySources()::addFirst);
		LocationContent content = Contents.of("sample.yaml", DOCUMENT);
		Sample sample = Binder.get(expected).bind("sample", Sample.class).get();
		assertThat(sample.tiers()).hasSize(2);
		assertThat(sample.labels()).containsEntry("someKey", "a").containsEntry("a.b/c", "c");
		assertThat(Binder.get(environment(source(content))).bind("sample", Sample.class).get()).isEqualTo(sample);
		ConfigurationPropertyName name = ConfigurationPropertyName.of("sample");
		assertThat(new Binder(content.source(name)).bind("sample", Sample.class).get()).isEqualTo(sample);
		assertThat(new Binder(content.source(ConfigurationPropertyName.EMPTY)).bind("sample", Sample.class).get())
			.isEqualTo(sample);
	}

	@Test
	void bindsSeeEveryNewKeyWhileOthersBind() throws Exception {
		LocationContent content = large(1000);
		LocationPropertySource source = source(content);
		StandardEnvironment environment = environment(source);
		ExecutorService readers = Executors.newFixedThreadPool(2);
		AtomicBoolean done = new AtomicBoolean();
		try {
			Future<?> one = readers.submit(() -> bindUntil(done, environment));
			Future<?> other = readers.submit(() -> bindUntil(done, environment));
			for (int i = 0; i < 100; i++) {
				content = Contents.update(content, Contents.put("p005/new" + i, "" + i, 43 + i)).content();
				source.show(content);
				Binder binder = Binder.get(environment);
				assertThat(binder.bind("p005", Bindable.mapOf(String.class, Integer.class)).get())
					.containsEntry("new" + i, i);
				assertThat(environment.getProperty("p005.new" + i)).isEqualTo("" + i);
			}
			done.set(true);
			one.get(30, TimeUnit.SECONDS);
			other.get(30, TimeUnit.SECONDS);
		}
		finally {
			done.set(true);
			readers.shutdownNow();
		}
	}

	private void bindUntil(AtomicBoolean done, StandardEnvironment environment) {
		int seen = 0;
		while (!done.get()) {
			int size = Binder.get(environment).bind("p005", Bindable.mapOf(String.class, Integer.class)).get().size();
			assertThat(size).isGreaterThanOrEqualTo(seen);
			seen = size;
		}
	}

	@Test
	void textShowsNoValue() {
		LocationPropertySource source = source(Contents.of("a", "s3cret"));
		assertThat(source).hasToString("LocationPropertySource {name='etcd:/config/checkout/'}");
		assertThat(parts(source)).hasToString("[ChunkPropertySource {name='etcd:/config/checkout/#0'}]");
		assertThat(source.getSource()).asString().doesNotContain("s3cret");
	}

	private LocationContent large(int size) {
		List<Change> changes = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			changes.add(Contents.put("p%03d/k%03d".formatted(i / 100, i % 100), "" + i, 42));
		}
		return Contents.empty().with(changes).content();
	}

	private LocationPropertySource source(LocationContent content) {
		return new LocationPropertySource(Contents.NAME, content);
	}

	private StandardEnvironment environment(LocationPropertySource source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addLast(source);
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	private List<PropertySource<?>> parts(LocationPropertySource source) {
		return source.getSource().getPropertySources().stream().toList();
	}

	record Sample(String name, boolean someFlag, Duration timeout, List<Tier> tiers, int[] numbers,
			@Nullable List<String> empty, @Nullable String nothing, Map<String, String> labels,
			Map<String, List<Integer>> lists, Map<String, Object> any) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Sample that && toString().equals(that.toString());
		}

		@Override
		public int hashCode() {
			return toString().hashCode();
		}

		@Override
		public String toString() {
			return List
				.of(this.name, this.someFlag, this.timeout, this.tiers, this.numbers.length, "" + this.empty,
						"" + this.nothing, this.labels, this.lists, this.any)
				.toString();
		}

	}

	record Tier(String name, List<Integer> limits) {
	}

}
