package io.setpoint.binding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.setpoint.binding.Outcome.Bound;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.support.SystemEnvironmentPropertySourceEnvironmentPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever sources an environment has, and however these spell the names, a type has what
 * Boot's own binder gives it, also where the type was bound before and something of that
 * is kept. A failure names its seed; {@code -Dsetpoint.seed=} runs that one alone,
 * {@code -Dsetpoint.runs=} more of them.
 */
class RandomSourcesTests {

	private static final String ENVIRONMENT = "systemEnvironment";

	private static final List<String> NAMES = List.of("number", "long-name", "items", "items[0]", "items[1]",
			"counts.a", "counts.b-c", "counts.[d.e]", "counts.F", "counts", "inner", "inner.first-one", "inner.second",
			"inners[0].first-one", "inners[0].second", "inners[1].second", "groups.a.second", "groups.b-c.first-one",
			"groups.d.e");

	private static final List<String> VALUES = List.of("1", "2", "3", "x", "", "1,2", "a,b", "${own.number:4}",
			"${MY_OWN_NUMBER:5}", "${my-own.long-name:6}", "${number:7}");

	private static final String REFUSED = "refused";

	private static AnnotationConfigApplicationContext context;

	private static BoundTypes types;

	private static TypeBinder binder;

	@BeforeAll
	static void start() {
		context = new AnnotationConfigApplicationContext(Types.class);
		types = BoundTypes.of(context.getBeanFactory());
		binder = new TypeBinder(context);
	}

	@AfterAll
	static void end() {
		context.close();
	}

	@Test
	void typeHasWhatBootGivesItWhateverTheSources() {
		Long seed = Long.getLong("setpoint.seed");
		int runs = Integer.getInteger("setpoint.runs", 400);
		for (long next = 1; next <= runs; next++) {
			if (seed == null || seed == next) {
				run(next);
			}
		}
	}

	private static void run(long seed) {
		ConfigurableEnvironment environment = context.getEnvironment();
		Sources sources = new Sources(new Random(seed));
		sources.replace(environment);
		TypeBinder fresh = new TypeBinder(context);
		for (BoundType type : types) {
			String when = "seed %d, %s of %s".formatted(seed, type, sources.log);
			Outcome outcome = binder.bind(type, LocationPropertySource::content);
			assertThat(bound(outcome)).as(when).isEqualTo(expected(environment, type));
			assertThat(properties(outcome)).as(when)
				.isEqualTo(properties(fresh.bind(type, LocationPropertySource::content)));
		}
	}

	private static Object bound(Outcome outcome) {
		return (outcome instanceof Bound bound) ? bound.value() : REFUSED;
	}

	private static Object properties(Outcome outcome) {
		return (outcome instanceof Bound bound) ? bound.properties() : REFUSED;
	}

	private static Object expected(ConfigurableEnvironment environment, BoundType type) {
		try {
			return Binder.get(environment)
				.bindOrCreate(type.prefix().toString(), Bindable.of(type.type()),
						new IgnoreTopLevelConverterNotFoundBindHandler());
		}
		catch (BindException ex) {
			return REFUSED;
		}
	}

	private static final class Sources {

		private final Random random;

		private final List<String> log = new ArrayList<>();

		Sources(Random random) {
			this.random = random;
		}

		void replace(ConfigurableEnvironment environment) {
			MutablePropertySources sources = environment.getPropertySources();
			sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
			for (int i = this.random.nextInt(5); i >= 0; i--) {
				PropertySource<?> source = source("source" + i);
				this.log.add(source.getClass().getSimpleName() + " " + source.getName() + " " + source.getSource());
				if (this.random.nextBoolean()) {
					sources.addFirst(source);
				}
				else {
					sources.addLast(source);
				}
			}
			if (sources.contains(ENVIRONMENT) && this.random.nextBoolean()) {
				prefixed(environment);
			}
			ConfigurationPropertySources.attach(environment);
		}

		private void prefixed(ConfigurableEnvironment environment) {
			SpringApplication application = new SpringApplication(Types.class);
			if (this.random.nextInt(3) == 0) {
				application.setEnvironmentPrefix("my");
				this.log.add("prefix my");
			}
			new SystemEnvironmentPropertySourceEnvironmentPostProcessor().postProcessEnvironment(environment,
					application);
		}

		private PropertySource<?> source(String name) {
			return switch (this.random.nextInt(8)) {
				case 0 -> new SystemEnvironmentPropertySource(ENVIRONMENT, variables());
				case 1 -> new SystemEnvironmentPropertySource(name + "-" + ENVIRONMENT, variables());
				case 2 -> new SystemEnvironmentPropertySource(name, variables());
				case 3 -> new OriginTrackedMapPropertySource(name, properties(), true);
				case 4 -> {
					Properties properties = new Properties();
					properties.putAll(properties());
					yield new PropertiesPropertySource(name, properties);
				}
				case 5 -> new RandomValuePropertySource(name);
				case 6 -> location(name);
				default -> new MapPropertySource(name, properties());
			};
		}

		private PropertySource<?> location(String name) {
			Map<String, Change> changes = new TreeMap<>();
			for (int i = this.random.nextInt(6); i >= 0; i--) {
				String key = "/own/" + path().replace('.', '/').replaceAll("\\[(\\d)]", "/$1");
				changes.put(key,
						new Change.Put(new KeyValue(key, pick(VALUES).getBytes(StandardCharsets.UTF_8), 1, 1)));
			}
			LocationContent content = LocationContent.empty("/own/", "etcd:/own/").with(changes.values()).content();
			LocationPropertySource location = new LocationPropertySource(name, content);
			content.entries().forEach((entry) -> this.log.add(entry.key() + "=" + new String(entry.value())));
			return location;
		}

		private Map<String, Object> properties() {
			Map<String, Object> properties = new HashMap<>();
			for (int i = this.random.nextInt(6); i >= 0; i--) {
				properties.put(spelled(path()), pick(VALUES));
			}
			return properties;
		}

		private Map<String, Object> variables() {
			Map<String, Object> variables = new HashMap<>();
			for (int i = this.random.nextInt(6); i >= 0; i--) {
				variables.put(variable(path()), pick(VALUES));
			}
			return variables;
		}

		private String path() {
			String prefix = pick(List.of("own", "my-own", "my-own.deep-er", "other", "random", "my.own", "my"));
			return prefix + "." + pick(NAMES);
		}

		private String spelled(String name) {
			return switch (this.random.nextInt(6)) {
				case 0 -> name.replace('-', '_');
				case 1 -> name.toUpperCase(Locale.ROOT);
				case 2 -> name.replace("-", "");
				case 3 -> camelCase(name);
				default -> name;
			};
		}

		private static String camelCase(String name) {
			StringBuilder spelled = new StringBuilder();
			for (int i = 0; i < name.length(); i++) {
				boolean upper = i > 0 && name.charAt(i - 1) == '-';
				if (name.charAt(i) != '-') {
					spelled.append(upper ? Character.toUpperCase(name.charAt(i)) : name.charAt(i));
				}
			}
			return spelled.toString();
		}

		private String variable(String name) {
			String plain = name.replace("[", "_").replace("]", "").replace("._", ".").replace('.', '_');
			return switch (this.random.nextInt(7)) {
				case 0 -> plain.replace("-", "_");
				case 1 -> name;
				case 2 -> plain;
				case 3 -> plain.toUpperCase(Locale.ROOT);
				case 4 -> plain.replace("-", "").toUpperCase(Locale.ROOT);
				default -> plain.replace("-", "_").toUpperCase(Locale.ROOT);
			};
		}

		private <T> T pick(List<T> from) {
			return from.get(this.random.nextInt(from.size()));
		}

	}

	record Inner(@Nullable String firstOne, @DefaultValue("9") int second) {
	}

	@ConfigurationProperties("own")
	record Own(@DefaultValue("8") int number, @Nullable String longName, @Nullable List<String> items,
			@Nullable Map<String, String> counts, @Nullable Inner inner, @Nullable List<Inner> inners,
			@Nullable Map<String, Inner> groups) {
	}

	@ConfigurationProperties("my-own")
	record MyOwn(@DefaultValue("8") int number, @Nullable String longName, @Nullable Set<String> items,
			@Nullable Map<String, Object> counts, @DefaultValue Inner inner, @Nullable List<Inner> inners,
			@Nullable Map<String, Inner> groups) {
	}

	@ConfigurationProperties("my-own.deep-er")
	record Deeper(@DefaultValue("8") int number, @Nullable String longName, @Nullable List<Integer> items,
			@Nullable Map<String, Integer> counts, @DefaultValue Inner inner, @Nullable List<Inner> inners,
			@Nullable Map<String, Inner> groups) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Own.class, MyOwn.class, Deeper.class })
	static class Types {

	}

}
