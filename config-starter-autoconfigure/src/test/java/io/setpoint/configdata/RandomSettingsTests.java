package io.setpoint.configdata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SettingsReader}: whatever is set in whatever kind of source, it reads
 * what Boot's binder makes of all of it together, and refuses what that refuses.
 */
class RandomSettingsTests {

	private static final String INVALID = "invalid";

	private static final List<String> NAMES = List.of("enabled", "config", "config.root", "config.startup-timeout",
			"etcd", "etcd.endpoints", "etcd.endpoints[0]", "etcd.endpoints[1]", "etcd.user", "etcd.password",
			"etcd.ssl", "etcd.ssl.bundle", "etcd.call-timeout", "etcd.http-gateway", "etcd.headers",
			"etcd.headers.tenant", "watch", "watch.backoff", "watch.backoff.initial", "watch.backoff.multiplier",
			"watch.stale-after", "snapshot", "snapshot.enabled", "snapshot.directory", "instance", "instance.id",
			"instance.labels", "instance.labels.zone", "rollout", "rollout.root", "rollout.keep-versions",
			"rollout.controller-lease", "fleet", "fleet.root", "schema", "schema.enabled", "restrict",
			"restrict.denied-names", "restrict.denied-names[0]", "restrict.placeholders", "restrict.locations",
			"restrict.locations[etcd:/a/].allowed-names", "unknown", "etcd.unknown.deep", "config.root.deeper",
			"configuration");

	private static final List<String> VALUES = List.of("true", "off", "", " ", "3s", "5", "-1", "1.5", "http://a:1",
			"http://a:1,http://b:2", "/live", "live", "any", "none", "management", "a,b", "${x.y}", "${x.y:4s}",
			"${nope}", "${nope:}", "${loop}", "999d");

	private final long seed = Long.getLong("setpoint.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@Test
	void readsAsIfAllWereBoundTogether() {
		System.out.println("Seed of " + getClass().getSimpleName() + ": " + this.seed);
		for (int i = 0; i < 300; i++) {
			List<PropertySource<?>> sources = sources();
			assertThat(read(sources)).as("seed %d, round %d: %s", this.seed, i, texts(sources))
				.isEqualTo(whole(sources));
		}
	}

	private static Object read(List<PropertySource<?>> sources) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.forEach((existing) -> environment.getPropertySources().remove(existing.getName()));
		sources.forEach(environment.getPropertySources()::addLast);
		try {
			return new SettingsReader(environment).read().properties();
		}
		catch (InvalidSettingsException ex) {
			return INVALID;
		}
	}

	private static Object whole(List<PropertySource<?>> sources) {
		Binder binder = new Binder(ConfigurationPropertySources.from(sources),
				new PropertySourcesPlaceholdersResolver(sources));
		SettingsCheck check = new SettingsCheck((name) -> null);
		try {
			SetpointProperties properties = binder.bindOrCreate("setpoint", SetpointProperties.class);
			check.check(properties);
			check.throwIfInvalid();
			return properties;
		}
		catch (BindException | InvalidSettingsException ex) {
			return INVALID;
		}
	}

	private List<PropertySource<?>> sources() {
		List<PropertySource<?>> sources = new ArrayList<>();
		int count = 1 + this.random.nextInt(3);
		for (int i = 0; i < count; i++) {
			int kind = this.random.nextInt(3);
			Map<String, Object> properties = new LinkedHashMap<>(Map.of("x.y", "2s", "loop", "${loop}"));
			for (int left = this.random.nextInt(4); left >= 0; left--) {
				String name = "setpoint." + any(NAMES);
				properties.put((kind == 0) ? variable(name) : spelling(name), any(VALUES));
			}
			sources.add(source("source" + i, kind, properties));
		}
		return sources;
	}

	private static PropertySource<?> source(String name, int kind, Map<String, Object> properties) {
		return switch (kind) {
			case 0 -> new SystemEnvironmentPropertySource(name + "-systemEnvironment", properties);
			case 1 -> new MapPropertySource(name, properties);
			default -> new PropertySource<>(name, properties) {

				@Override
				public Object getProperty(String property) {
					return getSource().get(property);
				}

			};
		};
	}

	private String variable(String name) {
		return name.replace("-", this.random.nextBoolean() ? "" : "_")
			.replaceAll("\\[(\\d+)]", "_$1")
			.replace('.', '_')
			.toUpperCase(Locale.ROOT);
	}

	private String spelling(String name) {
		return switch (this.random.nextInt(4)) {
			case 0 -> name.replace('-', '_');
			case 1 -> (name.indexOf('[') < 0) ? name.toUpperCase(Locale.ROOT) : name;
			default -> name;
		};
	}

	private String any(List<String> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private static List<String> texts(List<PropertySource<?>> sources) {
		return sources.stream().map((source) -> source.getClass().getSimpleName() + " " + source.getSource()).toList();
	}

}
