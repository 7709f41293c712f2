package io.setpoint.binding;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However the properties of a record change, one after another, it is bound and refused
 * as by somebody who has never bound it before. A failure names its seed;
 * {@code -Dsetpoint.seed=} runs that one alone, {@code -Dsetpoint.runs=} more of them.
 */
class RandomChangesTests {

	private static final List<String> PREFIXES = List.of("rich", "rich", "lenient", "strict", "judging", "rest");

	private static final Set<Object> BAD = Set.of("x", "10", "13", "${rest.name}");

	/**
	 * Names of properties with values for them, most of which can be converted.
	 */
	private static final List<List<?>> PROPERTIES = List.of(List.of("count", "1", "2", 3, "10", "13", "x"),
			List.of("name", "a", "b", "", "\\${a}", "${rest.name:c}", "${rest.name}"),
			List.of("all.timeout", "2s", "3s", "2", Duration.ofSeconds(2), 2, "${rest.timeout:4s}", "x"),
			List.of("all.patience", "2s", "3s", "2", 2, "3", "PT3S"), List.of("all.size", "1KB", "2KB", "1024", "x"),
			List.of("all.chunk", "1KB", "2", "1024"), List.of("all.price", "1.5", "1,5", "1.234,5", "2"),
			List.of("all.share", "10%", "20%", "x"), List.of("all.day", "2026-01-02", "1/2/26", "02.01.26"),
			List.of("all.date", "02 Jan 2026", "02 Jan. 2026", "02 März 2026", "03 Mar 2026"),
			List.of("all.mode", "fast", "SLOW", "sl-ow", RichTypes.Mode.FAST, "x", ""),
			List.of("all.any", "a", 1, "", RichTypes.Mode.FAST, "${rest.count:5}"), List.of("all.any.below", "b"),
			List.of("all.maybe", "1s", "2s", ""), List.of("all.perhaps.second", "1", "2"),
			List.of("all.times", "1s,2s", "", "3s"), List.of("all.times[0]", "1s", "2s"),
			List.of("all.times[1]", "1s", "2s"), List.of("all.times[2]", "1s"), List.of("all.modes", "fast,slow"),
			List.of("all.modes[0]", "fast", "slow"), List.of("all.modes[1]", "fast", "slow"),
			List.of("all.numbers", "1,2", "", "3"), List.of("all.numbers[0]", "1", "2"),
			List.of("all.numbers[1]", "1", "2"), List.of("all.texts[0]", "a", ""), List.of("all.texts[1]", "a", "b"),
			List.of("all.tree.a", "1", 2, ""), List.of("all.tree.a.b", "1", "2"), List.of("all.tree.a.b.c", "1"),
			List.of("all.tree.a-b", "1", "2"), List.of("all.tree.ab", "3"), List.of("all.tree", "", "x"),
			List.of("all.spans.a", "1s", "2s"), List.of("all.spans.[b.c]", "1s", "2s"), List.of("all.spans.b.c", "3s"),
			List.of("all.by-mode.fast", "1", "2"), List.of("all.by-mode.SLOW", "1", "2"),
			List.of("all.lists.a[0]", "1", "2"), List.of("all.lists.a[1]", "1"), List.of("all.lists.b", "1,2"),
			List.of("all.maps[0].a", "1", "2"), List.of("all.maps[1].b", "1", "2"),
			List.of("all.inners[0].first-one", "a", "b"), List.of("all.inners[0].second", "1", "2"),
			List.of("all.inners[1].second", "1", "2", "x"), List.of("all.groups.a.second", "1", "2"),
			List.of("all.groups.b-c.first-one", "a", "b"), List.of("all.inner.first-one", "a", "b"),
			List.of("all.inner.second", "1", "2"), List.of("all.inner", "", "x"), List.of("all.bean.number", "1", "2"),
			List.of("all.bean.text", "a", "b", ""), List.of("all.bean.list[0]", "1s", "2s"),
			List.of("all.bean.map.a", "1", "2"), List.of("all.bean.nested.text", "a", "b"),
			List.of("all.bean.nested.nested.text", "a"), List.of("all.unknown", "1"), List.of("twice", "1", "2"),
			List.of("twice.a", "1", "2"), List.of("twice.b", "1"), List.of("twice.[1]", "1"),
			List.of("timeout", "5s", "6s"));

	private static AnnotationConfigApplicationContext context;

	private static BoundTypes types;

	@BeforeAll
	static void start() {
		context = new AnnotationConfigApplicationContext(RichTypes.class);
		types = BoundTypes.of(context.getBeanFactory());
	}

	@AfterAll
	static void end() {
		context.close();
	}

	@AfterEach
	void reset() {
		LocaleContextHolder.resetLocaleContext();
	}

	@Test
	void typeIsBoundAsIfItHadNeverBeenBoundBefore() {
		Long seed = Long.getLong("setpoint.seed");
		int runs = Integer.getInteger("setpoint.runs", 4);
		for (long next = 1; next <= runs; next++) {
			if (seed == null || seed == next) {
				run(new Sources(next));
			}
		}
	}

	private static void run(Sources sources) {
		sources.replace(context.getEnvironment());
		TypeBinder binder = new TypeBinder(context);
		for (int i = 0; i < 15; i++) {
			sources.change();
			TypeBinder fresh = new TypeBinder(context);
			for (BoundType type : types) {
				compare(type, binder, fresh, sources.log);
			}
		}
	}

	private static void compare(BoundType type, TypeBinder binder, TypeBinder other, List<String> log) {
		Outcome outcome = binder.bind(type, LocationPropertySource::content);
		Outcome fresh = other.bind(type, LocationPropertySource::content);
		assertThat(described(outcome)).as("%s after %s", type, log).isEqualTo(described(fresh));
		if (fresh instanceof Bound bound && !type.annotation().ignoreInvalidFields()) {
			assertThat(describe(bound.value())).as("%s after %s", type, log).isEqualTo(describe(expected(type)));
		}
	}

	private static Object expected(BoundType type) {
		try {
			return Binder.get(context.getEnvironment())
				.bindOrCreate(type.prefix().toString(), Bindable.of(type.type()),
						new IgnoreTopLevelConverterNotFoundBindHandler());
		}
		catch (BindException ex) {
			return ex;
		}
	}

	private static List<?> described(Outcome outcome) {
		if (outcome instanceof Bound bound) {
			Map<ConfigurationPropertyName, String> properties = new HashMap<>();
			bound.properties().forEach((name, value) -> properties.put(name, describe(value)));
			return List.of(describe(bound.value()), properties, bound.references());
		}
		Refused refused = (Refused) outcome;
		return List.of(refused.problems(), refused.references(),
				(refused.blame() != null) ? refused.blame().name() : "nothing");
	}

	private static String describe(@Nullable Object value) {
		if (value instanceof Record object) {
			return Arrays.stream(value.getClass().getRecordComponents())
				.map((component) -> component.getName() + "=" + describe(component(object, component)))
				.collect(Collectors.joining(", ", "(", ")"));
		}
		if (value instanceof Collection<?> collection) {
			return described(collection.stream());
		}
		if (value instanceof Map<?, ?> map) {
			return described(map.entrySet().stream().flatMap((entry) -> Stream.of(entry.getKey(), entry.getValue())));
		}
		if (value instanceof Optional<?> optional) {
			return described(optional.stream());
		}
		if (value != null && value.getClass().isArray()) {
			List<Object> elements = new ArrayList<>();
			for (int i = 0; i < Array.getLength(value); i++) {
				elements.add(Array.get(value, i));
			}
			return described(elements.stream());
		}
		return (value != null) ? value.getClass().getSimpleName() + " " + value : "nothing";
	}

	private static String described(Stream<?> values) {
		return values.map(RandomChangesTests::describe).collect(Collectors.joining(", ", "[", "]"));
	}

	private static @Nullable Object component(Record object, RecordComponent component) {
		try {
			component.getAccessor().setAccessible(true);
			return component.getAccessor().invoke(object);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sources of which one changes after another.
	 */
	private static final class Sources {

		private final Random random;

		private final List<String> log = new ArrayList<>();

		private final List<Map<String, Object>> maps = new ArrayList<>();

		private final Map<LocationPropertySource, Map<String, String>> locations = new LinkedHashMap<>();

		Sources(long seed) {
			this.random = new Random(seed);
			this.log.add("seed " + seed);
		}

		void replace(ConfigurableEnvironment environment) {
			MutablePropertySources sources = environment.getPropertySources();
			sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
			sources.addFirst(location("first"));
			for (int i = this.random.nextInt(3); i >= 0; i--) {
				PropertySource<?> source = source("source" + i);
				this.log.add(source.getClass().getSimpleName());
				if (this.random.nextBoolean()) {
					sources.addFirst(source);
				}
				else {
					sources.addLast(source);
				}
			}
			ConfigurationPropertySources.attach(environment);
			for (int i = this.random.nextInt(40); i >= 0; i--) {
				change();
			}
		}

		private PropertySource<?> source(String name) {
			int kind = this.random.nextInt(4);
			if (kind == 0) {
				PropertiesPropertySource source = new PropertiesPropertySource(name, new Properties());
				this.maps.add(source.getSource());
				return source;
			}
			if (kind == 1) {
				return new Decrypting(location(name));
			}
			if (kind == 2) {
				return location(name);
			}
			Map<String, Object> map = new HashMap<>();
			this.maps.add(map);
			return new MapPropertySource(name, map);
		}

		private LocationPropertySource location(String name) {
			LocationPropertySource location = new LocationPropertySource(name,
					LocationContent.empty("/" + name + "/", name));
			this.locations.put(location, new TreeMap<>());
			return location;
		}

		void change() {
			if (this.random.nextInt(10) == 0) {
				Locale locale = pick(List.of(Locale.US, Locale.GERMANY, Locale.UK));
				this.log.add(locale.toString());
				LocaleContextHolder.setLocale(locale);
			}
			for (int i = this.random.nextInt(3); i >= 0; i--) {
				List<?> property = pick(PROPERTIES);
				String name = pick(PREFIXES) + "." + property.get(0);
				Object value = (this.random.nextInt(4) == 0) ? null : value(property);
				int place = this.random.nextInt(this.maps.size() + this.locations.size());
				this.log.add(place + ": " + name + "=" + value);
				if (place < this.maps.size()) {
					change(this.maps.get(place), spelled(name), value);
				}
				else {
					change(new ArrayList<>(this.locations.keySet()).get(place - this.maps.size()), name, value);
				}
			}
		}

		private Object value(List<?> property) {
			Object value = property.get(1 + this.random.nextInt(property.size() - 1));
			return (BAD.contains(value) && this.random.nextInt(6) > 0) ? property.get(1) : value;
		}

		private static void change(Map<String, Object> map, String name, @Nullable Object value) {
			if (value != null) {
				map.put(name, value);
			}
			else {
				map.remove(name);
			}
		}

		private void change(LocationPropertySource location, String name, @Nullable Object value) {
			Map<String, String> entries = this.locations.get(location);
			String key = location.content().prefix() + name.replaceAll("\\.?\\[(\\d)]", "/$1").replace('.', '/');
			if (value != null) {
				entries.put(key, value.toString());
			}
			else {
				entries.remove(key);
			}
			List<Change> changes = new ArrayList<>();
			entries.forEach((entry, text) -> changes
				.add(new Change.Put(new KeyValue(entry, text.getBytes(StandardCharsets.UTF_8), 1, 1))));
			location
				.show(LocationContent.empty(location.content().prefix(), location.getName()).with(changes).content());
		}

		private String spelled(String name) {
			return switch (this.random.nextInt(12)) {
				case 0 -> name.replace('-', '_');
				case 1 -> name.toUpperCase(Locale.ROOT);
				case 2 -> name.replace("-", "");
				case 3 -> name.replace('.', '_').toUpperCase(Locale.ROOT);
				default -> name;
			};
		}

		private <T> T pick(List<T> from) {
			return from.get(this.random.nextInt(from.size()));
		}

	}

	/**
	 * Somebody else's source around that of a location.
	 */
	private static final class Decrypting extends EnumerablePropertySource<LocationPropertySource> {

		Decrypting(LocationPropertySource location) {
			super(location.getName(), location);
		}

		@Override
		public String[] getPropertyNames() {
			return this.source.getPropertyNames();
		}

		@Override
		public @Nullable Object getProperty(String name) {
			Object value = this.source.getProperty(name);
			return (value instanceof String text) ? text.replace("a", "decrypted") : value;
		}

	}

}
