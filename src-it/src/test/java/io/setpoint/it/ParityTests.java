package io.setpoint.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.binding.BoundTypes;
import io.setpoint.test.Acceptance;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The same properties give the same values whether Boot binds them from a file or
 * Setpoint from etcd, or both refuse them.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class ParityTests {

	private static final String YAML = """
			nested:
			  host: one
			  port: 8080
			  maybe: {low: 3}
			  route: {path: /a, tags: [x, y]}
			lists:
			  names: [a, b]
			  numbers: 1, 2,3
			  routes:
			    - {path: /a, weight: 2}
			    - path: /b
			      tags: x,y
			  array: [p, q]
			  ints: [1, 2]
			  set: [b, a, b]
			  matrix: [[a, b], [c]]
			  maps: [{a: b}, {c: d, e: f}]
			  empty: []
			  piped: a|b
			maps:
			  plain: {a: 1, b-c: two, camelCase: three, under_score: four, UPPER: five}
			  dotted: {a.b: 1, a.c.d: 2}
			  bracketed: {"[a.b]": one, "[c d]": two, "[e]": three, "[F_g]": four}
			  routes:
			    first: {path: /a}
			    "[second.one]": {path: /b, weight: 3}
			  lists: {a: [1, 2], b: "3,4"}
			  lanes: {fast-lane: 1, SLOW_LANE: 2}
			  enum-map: {fastlane: x}
			  numbered: {1: one, 20: two}
			  objects: {a: 1, b: {c: [x, {d: true}]}, e: 1.5}
			  properties: {a.b: c}
			  empty: {}
			units:
			  plain: 1500
			  seconds: 10s
			  iso: PT1M
			  minutes: 3
			  size: 10MB
			  mega: 5
			  period: 1y2m
			  days: P3D
			scalars:
			  kebab: fast-lane
			  lower: slowlane
			  exact: FAST_LANE
			  "yes": yes
			  "on": on
			  "off": off
			  hex: 0x1F
			  octal: 017
			  grouped: 1_000
			  scientific: 1e3
			  letter: c
			  bytes: 1,2
			  uri: http://localhost/x?y=z
			  charset: utf-8
			  locale: de_CH
			  address: 127.0.0.1
			  uuid: 8b0c1f0e-0a3c-4f5e-9d8b-2f0f1c1f7b11
			  type: java.lang.String
			  resource: classpath:nothing.txt
			  date: 2020-02-01
			  multiline: |
			    one
			    two
			  folded: >
			    one
			    two
			  unicode: "grüße \\u263A 漢字"
			  quoted: 'it''s'
			  tilde: ~
			  nothing:
			  spaces: "  x  "
			  number: 007.50
			  truth: true
			naming: {class: a, max-value: 3, camelCase: b, under_score: c, UPPERCASE: d, kebab-case: e}
			optionals: {present: here, route: {path: /o}}
			constrained:
			  part: {digit: 3}
			  parts: [{digit: 1, name: a}, {}]
			  by-name: {x: {digit: 9}}
			placeholders:
			  same: ${placeholders.number}
			  other: ${nested.host}:${nested.port}
			  outside: ${from.command.line}
			  fallback: ${no.such.thing:else}
			  nested: ${no.such.${nested.host}:${naming.class}}
			  unresolved: ${no.such.thing}
			  list: ["${nested.host}", two]
			  number: 4
			  relaxed: ${nested.route.path} ${naming.camel-case}
			  escaped: \\${nested.host}
			converted:
			  price: CHF 100
			  prices: [EUR 1, USD 2]
			  named: {a: GBP 3}
			edited: {shape: round, shapes: [square, flat]}
			checked: {word: known}
			self: {from: 1, to: 2}
			strict: {known: a, more: {b: c}}
			lenient: {number: many, duration: long, text: kept}
			lenient-bean: {number: many, text: kept}
			bean:
			  name: b
			  timeout: 5s
			  names: [x]
			  counts: {a: 2}
			  part: {size: 2, label: l}
			  limits: {low: 1, inner: {letter: q}}
			  parts: [{size: 3}, {label: m}]
			constructed: {name: c, numbers: [4, 5]}
			throwing: {from: 1, to: 2}
			required: {name: r}
			overridden: {host-name: file, names: [a, b], map: {k: file, other: file}, number: 1}
			""";

	private static final Map<String, Object> VARIABLES = Map.of("OVERRIDDEN_HOSTNAME", "environment",
			"OVERRIDDEN_NAMES_0", "from-environment", "OVERRIDDEN_MAP_K", "environment", "OVERRIDDEN_NUMBER", "2");

	private static final String ARGUMENT = "from.command.line=outside";

	private static EtcdInMemory etcd;

	private static Application plain;

	private static Application documents;

	private static Application leafs;

	private static Application live;

	@BeforeAll
	static void start(EtcdInMemory server) {
		etcd = server;
		etcd.put("/config/documents/application.yaml", YAML);
		etcd.put("/config/live/application.yaml", YAML);
		flatten(YAML).forEach((name, value) -> etcd.put("/config/leafs/" + key(name), String.valueOf(value)));
		plain = application().plain()
			.file(Path.of("target", "parity").toAbsolutePath(), "application.yaml", YAML)
			.run();
		documents = application().imports("etcd:/config/documents/").run();
		leafs = application().imports("etcd:/config/leafs/").run();
		live = application().imports("etcd:/config/live/").run();
	}

	@AfterAll
	static void stop() {
		Stream.of(plain, documents, leafs, live).forEach(Application::close);
	}

	private static Launch application() {
		return Launch.of(ParityTypes.AllTypes.class, ParityTypes.Automatic.class)
			.etcd(etcd)
			.systemEnvironment(VARIABLES)
			.with(ARGUMENT);
	}

	private static Map<String, Object> flatten(String yaml) {
		Map<String, Object> properties = new LinkedHashMap<>();
		EnumerablePropertySource<?> source = (EnumerablePropertySource<?>) source(yaml);
		for (String name : source.getPropertyNames()) {
			properties.put(name, source.getProperty(name));
		}
		return properties;
	}

	/**
	 * Return the properties as they are in leaf keys.
	 * @return the properties, with texts as values
	 */
	private static Map<String, Object> texts() {
		Map<String, Object> properties = flatten(YAML);
		properties.replaceAll((name, value) -> String.valueOf(value));
		return properties;
	}

	private static PropertySource<?> source(String yaml) {
		try {
			return new YamlPropertySourceLoader()
				.load("yaml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.get(0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String key(String name) {
		StringBuilder key = new StringBuilder();
		boolean bracketed = false;
		for (char ch : name.replaceAll("\\[(\\d+)]", ".$1").replaceAll("(?<=[^.])\\[", ".[").toCharArray()) {
			bracketed = (ch == '[') || (bracketed && ch != ']');
			key.append((ch == '.' && !bracketed) ? '/' : ch);
		}
		return key.toString();
	}

	static Stream<Class<?>> types() {
		return Stream.of(ParityTypes.AllTypes.class.getAnnotation(EnableConfigurationProperties.class).value());
	}

	@ParameterizedTest
	@MethodSource("types")
	void valueFromDocumentEqualsBootsOwn(Class<?> type) {
		assertSame(documents.bean(type), plain.bean(type));
		assertSame(documents.get(type), plain.bean(type));
	}

	@Test
	void valuesFromLeafKeysEqualBootsOwn() {
		boot(texts()).run((context) -> assertThat(types()).allSatisfy((type) -> {
			assertSame(leafs.bean(type), context.getBean(type));
			assertSame(leafs.get(type), context.getBean(type));
		}));
	}

	private static void assertSame(Object actual, Object expected) {
		assertThat(actual).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(expected);
	}

	@Test
	void everyTypeFollowsItsProperties() {
		assertThat(types())
			.allSatisfy((type) -> assertThat(documents.bean(BoundTypes.class).get(type).type()).isEqualTo(type));
	}

	static Stream<Arguments> changes() {
		return Stream.of(Arguments.of("nested.port", "70000000000"), Arguments.of("nested.port", "9090"),
				Arguments.of("nested.route.weight", "x"), Arguments.of("nested", "text"),
				Arguments.of("nested.route", "text"), Arguments.of("lists.numbers[1]", "x"),
				Arguments.of("lists.numbers", "1,x"), Arguments.of("lists.numbers[3]", "4"),
				Arguments.of("lists.routes[0].weight", "x"), Arguments.of("lists.routes", "x"),
				Arguments.of("lists.names[0]", "other"), Arguments.of("lists.names", ""),
				Arguments.of("lists.set", "q,r"), Arguments.of("maps.dotted.a.b", "x"),
				Arguments.of("maps.dotted.z", "26"), Arguments.of("maps.lanes.no-lane", "1"),
				Arguments.of("maps.plain", "text"), Arguments.of("maps.numbered.x", "1"),
				Arguments.of("units.plain", "10 parsecs"), Arguments.of("units.size", "10XB"),
				Arguments.of("units.period", "P"), Arguments.of("units.plain", ""), Arguments.of("scalars.exact", "x"),
				Arguments.of("scalars.exact", ""), Arguments.of("scalars.letter", "too long"),
				Arguments.of("scalars.uri", "a b"), Arguments.of("scalars.type", "no.such.Type"),
				Arguments.of("scalars.yes", "perhaps"), Arguments.of("scalars.address", "not an address"),
				Arguments.of("scalars.uuid", "1"), Arguments.of("scalars.charset", "no"),
				Arguments.of("scalars.missing", ""), Arguments.of("naming.max-value", "x"),
				Arguments.of("naming.camel-case", "relaxed"), Arguments.of("defaults.number", "x"),
				Arguments.of("defaults.limits.inner.letters[0]", "only"), Arguments.of("optionals.absent", "x"),
				Arguments.of("optionals.absent", "1"), Arguments.of("optionals.present", ""),
				Arguments.of("constrained.part.digit", "10"), Arguments.of("constrained.part.name", " "),
				Arguments.of("constrained.parts[1].digit", "0"), Arguments.of("constrained.parts[3].digit", "1"),
				Arguments.of("constrained.parts[2].digit", "1"), Arguments.of("constrained.by-name.x.digit", "0"),
				Arguments.of("constrained.by-name.[ ].digit", "1"), Arguments.of("constrained.other.digit", "77"),
				Arguments.of("placeholders.number", "${nested.host}"),
				Arguments.of("placeholders.number", "${nested.port}"),
				Arguments.of("placeholders.same", "${placeholders.same}"),
				Arguments.of("placeholders.fallback", "${placeholders.nested}"), Arguments.of("converted.price", "CHF"),
				Arguments.of("converted.prices[0]", "CHF x"), Arguments.of("edited.shape", " "),
				Arguments.of("checked.word", "unknown"), Arguments.of("checked.word", "kept"),
				Arguments.of("self.from", "3"), Arguments.of("self.from", "x"), Arguments.of("strict.unknown", "a"),
				Arguments.of("strict.more.a.b", "a"), Arguments.of("lenient.number", "4"),
				Arguments.of("lenient-bean.number", "4"), Arguments.of("bean.name", ""),
				Arguments.of("bean.timeout", "x"), Arguments.of("bean.part.size", "-1"),
				Arguments.of("bean.parts[0].size", "-1"), Arguments.of("bean.names[1]", "y"),
				Arguments.of("bean.counts.b", "x"), Arguments.of("bean.limits.low", "x"),
				Arguments.of("constructed.numbers", "x"), Arguments.of("constructed.numbers[2]", "6"),
				Arguments.of("throwing.from", "3"), Arguments.of("required.count", "0"),
				Arguments.of("overridden.number", "x"), Arguments.of("overridden.map.k", "etcd"),
				Arguments.of("overridden.map.third", "etcd"), Arguments.of("overridden.names[1]", "etcd"));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void changeIsAcceptedWithBootsOwnValueOrRefusedWhereBootRefusesIt(String name, String value) {
		Map<String, Object> file = flatten(YAML);
		file.put(name, value);
		Class<?> type = type(name);
		Object before = live.get(type);
		Acceptance acceptance = Acceptance.of(etcd, live.context()).within(Application.LIMIT);
		acceptance.put("/config/live/" + key(name), value);
		try {
			boot(file).run((context) -> {
				if (context.getStartupFailure() == null) {
					assertThat(live.refusals()).isEmpty();
					assertSame(live.get(type), context.getBean(type));
				}
				else {
					assertThat(live.refusedKeys()).as("refused by Boot: " + context.getStartupFailure())
						.containsExactly("/config/live/" + key(name));
					assertThat(live.get(type)).isSameAs(before);
				}
			});
		}
		finally {
			acceptance.delete("/config/live/" + key(name));
		}
		assertThat(live.refusals()).isEmpty();
		assertSame(live.get(type), documents.get(type));
	}

	private static ApplicationContextRunner boot(Map<String, Object> properties) {
		return new ApplicationContextRunner().withUserConfiguration(ParityTypes.AllTypes.class)
			.withInitializer((context) -> {
				MutablePropertySources sources = context.getEnvironment().getPropertySources();
				sources.replace("systemEnvironment",
						new SystemEnvironmentPropertySource("systemEnvironment", VARIABLES));
				sources.addLast(new OriginTrackedMapPropertySource("file", properties, true));
			})
			.withPropertyValues(ARGUMENT);
	}

	private static Class<?> type(String name) {
		return types().filter((type) -> prefix(type).equals(name) || name.startsWith(prefix(type) + "."))
			.findFirst()
			.orElseThrow();
	}

	private static String prefix(Class<?> type) {
		ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
		return annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix();
	}

	static Stream<List<String>> removals() {
		return Stream.of(List.of("nested.host"),
				List.of("nested.route.path", "nested.route.tags[0]", "nested.route.tags[1]"),
				List.of("constrained.part.digit"), List.of("required.name"), List.of("bean.name"),
				List.of("checked.word"), List.of("overridden.host-name"), List.of("lists.names[0]"),
				List.of("lists.names[1]"), List.of("maps.dotted.a.b"));
	}

	@ParameterizedTest
	@MethodSource("removals")
	void removalIsAcceptedWithBootsOwnValueOrRefusedWhereBootRefusesIt(List<String> names) {
		Map<String, Object> file = texts();
		file.keySet().removeAll(names);
		Class<?> type = type(names.get(0));
		Acceptance acceptance = Acceptance.of(etcd, leafs.context()).within(Application.LIMIT);
		Map<String, String> removed = new LinkedHashMap<>();
		names.forEach((name) -> removed.put("/config/leafs/" + key(name), etcd.get("/config/leafs/" + key(name))));
		acceptance.txn((transaction) -> removed.keySet().forEach(transaction::delete));
		try {
			boot(file).run((context) -> {
				if (context.getStartupFailure() == null) {
					assertThat(leafs.refusals()).isEmpty();
					assertSame(leafs.get(type), context.getBean(type));
				}
				else {
					assertThat(leafs.refusedKeys()).as("refused by Boot: " + context.getStartupFailure())
						.containsExactlyElementsOf(removed.keySet());
				}
			});
		}
		finally {
			acceptance.txn((transaction) -> removed.forEach(transaction::put));
		}
		assertThat(leafs.refusals()).isEmpty();
	}

	@Test
	void validatorBeanOfTheApplicationCounts() {
		etcd.put("/config/validator/required/name", "good");
		try (Application application = Launch.of(ParityTypes.ValidatorBean.class, ParityTypes.Automatic.class)
			.etcd(etcd)
			.imports("etcd:/config/validator/")
			.run()) {
			Acceptance acceptance = Acceptance.of(etcd, application.context()).within(Application.LIMIT);
			acceptance.put("/config/validator/required/name", "forbidden");
			assertThat(application.refusedKeys()).containsExactly("/config/validator/required/name");
			acceptance.put("/config/validator/required/name", "better");
			assertThat(application.get(ParityTypes.Required.class).name()).isEqualTo("better");
		}
	}

	@Test
	void startIsRefusedWhereBootRefusesIt() {
		etcd.put("/config/refused/application.yaml", YAML);
		etcd.put("/config/refused/throwing/from", "3");
		etcd.put("/config/refused/constrained/part/digit", "10");
		assertThatException().isThrownBy(application().imports("etcd:/config/refused/")::run)
			.havingRootCause()
			.withMessageContaining("throwing")
			.withMessageContaining("constrained.part.digit");
	}

}
