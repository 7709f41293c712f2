package io.setpoint.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.schema.SchemaProblem.Severity;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import jakarta.validation.Validation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Bindable.BindRestriction;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the schema against Boot's own binder and validator: what they accept is never
 * refused, and what a schema can say and they refuse is refused. What it cannot say is
 * listed.
 */
class BinderParityTests {

	/**
	 * The properties of which a schema does not say all: what a name stands for is known
	 * to the JVM of the application, a set has fewer elements than are written, and the
	 * keys of a map are neither converted nor counted; lists in maps and in lists are not
	 * followed where something else is written, nothing is known of a getter with a
	 * constraint, and an empty text is taken for no group.
	 */
	private static final Set<String> LEFT_TO_THE_APPLICATION = Set.of("locale", "charset", "type", "resource", "uri",
			"uuid", "currency", "date", "zone", "one", "by-mode", "by-number", "single", "lists", "matrix", "inner",
			"number");

	/**
	 * The values that a schema does not judge: those that are known later, numbers that
	 * JSON does not have, that are too large or that have a suffix, and groups where a
	 * list wants values.
	 */
	private static final Pattern NOT_JUDGED = Pattern
		.compile("\\$\\{|\\{cipher}|NaN|\\.inf|: 7d|=7d|99999999999|\\[\\[1], |\\[\\{(name|count)");

	private static final SpringValidatorAdapter VALIDATOR = new SpringValidatorAdapter(
			Validation.buildDefaultValidatorFactory().getValidator());

	private static final List<String> LITERALS = List.of("1", "-5", "0", "7", "300", "70000", "99999999999",
			"'99999999999999999999'", "1.5", "-0.25", "90.5", "1e3", "'1e3'", "NaN", ".inf", "0x1F", "'0x1F'", "'#ff'",
			"'1 000'", "' 5 '", "true", "'true'", "yes", "'YES'", "on", "'off'", "'2'", "abc", "x", "'x y'", "''", "~",
			"'  '", "10s", "10", "'10'", "PT1S", "-PT1M", "10xs", "P1D", "7d", "1y2m", "P1Y", "10MB", "'10 mb'", "5B",
			"${nowhere}", "pre${nowhere:x}", "'{cipher}00ff'", "in-progress", "IN_PROGRESS", "'inProgress'", "mixed_2",
			"Mixed2", "EUR", "eur", "UTF-8", "en_GB", "java.lang.String", "2026-01-01", "Europe/London",
			"https://example.org/", "'a,b'", "'1,2'", "'1, 2 ,x'", "'1|2'", "[]", "[1]", "[1, 2, 3]", "[1, x]",
			"[a, a]", "[[1], [2, 3]]", "[{name: a, rate: 2}]", "[{name: a, rate: x}]", "[{count: 4}]", "{}", "{a: 1}",
			"{a: x}", "{a: 11}", "{a: [1, x]}", "{a: {b: 1}}", "{a: {name: n, rate: y}}", "{a.b: 2}", "{on: 1, 3: x}",
			"{a: 1, b: 2}", "{name: n, rate: 3, weight: w}", "{name: '', count: 9}", "{left: a, right: b}",
			"{name: r, children: [{name: s, children: [{name: t}]}]}", "{inner: {depth: 6}}", "{inner: {name: ''}}",
			"{number: 3, counts: {a: b}}", "{unknown: 1}", "{PT1S: 1s, b: 2q}", "{0: a, 1: b}");

	@ParameterizedTest
	@ValueSource(classes = { Zoo.Values.class, Zoo.Containers.class, Zoo.Constrained.class, Zoo.Unchecked.class,
			Zoo.Bean.class })
	void everyPropertyWithEveryValue(Class<?> type) {
		Comparison comparison = new Comparison(type);
		for (BoundProperty property : comparison.properties()) {
			for (String literal : LITERALS) {
				comparison.compare(property.name(), "zoo:\n  " + property.name() + ": " + literal + "\n");
				comparison.compareKeys(property.name(),
						Map.of("/config/zoo/" + property.name(), literal.replace("'", "")));
			}
		}
		comparison.assertNothingIsRefusedThatTheApplicationAccepts();
		comparison.assertWhatIsMissedIsListed();
	}

	@Test
	void randomDocuments() {
		long seed = Long.getLong("setpoint.seed", new Random().nextLong());
		Random random = new Random(seed);
		int runs = Integer.getInteger("setpoint.runs", 400);
		for (Class<?> type : List.of(Zoo.Values.class, Zoo.Containers.class, Zoo.Constrained.class, Zoo.Bean.class)) {
			Comparison comparison = new Comparison(type);
			List<BoundProperty> properties = comparison.properties();
			for (int i = 0; i < runs; i++) {
				Map<String, String> lines = new LinkedHashMap<>();
				for (int n = random.nextInt(1, 4); n > 0; n--) {
					String name = properties.get(random.nextInt(properties.size())).name();
					lines.put(name, spelled(name, random) + ": " + LITERALS.get(random.nextInt(LITERALS.size())));
				}
				String prefix = random.nextBoolean() ? "zoo:\n  " : "zoo.";
				String document = prefix.endsWith(".") ? prefix + String.join("\n" + prefix, lines.values())
						: prefix + String.join("\n  ", lines.values());
				comparison.compare("-Dsetpoint.seed=" + seed, document + "\n");
			}
			comparison.assertNothingIsRefusedThatTheApplicationAccepts();
		}
	}

	private static String spelled(String name, Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> name.replace("-", "");
			case 1 -> name.replace('-', '_');
			case 2 -> name.toUpperCase(Locale.ROOT);
			default -> name;
		};
	}

	/**
	 * One type, asked of both.
	 */
	private static final class Comparison {

		private final Class<?> type;

		private final DocumentSchema schema;

		private final Set<String> wronglyRefused = new TreeSet<>();

		private final Map<String, Set<String>> missed = new TreeMap<>();

		Comparison(Class<?> type) {
			this.type = type;
			this.schema = new SchemaGenerator(type.getClassLoader()).add(type).generate();
		}

		List<BoundProperty> properties() {
			return BoundProperties.of(ResolvableType.forClass(this.type), null);
		}

		void compare(String about, String document) {
			LocationContent content = LocationContent.ofVersions("/", "document")
				.with(List.of(put("/document", document)))
				.content();
			compare(about, document, content, this.schema.check(document));
		}

		void compareKeys(String about, Map<String, String> keys) {
			List<Change> changes = new ArrayList<>();
			keys.forEach((key, value) -> changes.add(put(key, value)));
			LocationContent content = LocationContent.empty("/config/", "etcd:/config/").with(changes).content();
			compare(about, keys.toString(), content, this.schema.checkKeys("/config/", keys));
		}

		private static Change put(String key, String value) {
			return new Change.Put(new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), 1, 1));
		}

		private void compare(String about, String input, LocationContent content, List<SchemaProblem> problems) {
			boolean refused = problems.stream().anyMatch((problem) -> problem.severity() == Severity.ERROR);
			String failure = (refused || !about.startsWith("-")) ? failure(content) : null;
			if (refused && failure == null) {
				this.wronglyRefused.add(about + " | " + input + " | " + problems);
			}
			if (!refused && failure != null && !NOT_JUDGED.matcher(input).find()) {
				this.missed.computeIfAbsent(about, (key) -> new LinkedHashSet<>()).add(input + " | " + failure);
			}
		}

		/**
		 * Bind and validate as Boot does for a bean.
		 * @param content the content of the only location
		 * @return why it is refused, {@code null} if it is accepted
		 */
		private @Nullable String failure(LocationContent content) {
			MutablePropertySources sources = new MutablePropertySources();
			sources.addFirst(new LocationPropertySource("etcd", content));
			Binder binder = new Binder(ConfigurationPropertySources.from(sources),
					new PropertySourcesPlaceholdersResolver(sources));
			boolean validated = this.type.isAnnotationPresent(Validated.class);
			try {
				binder.bind("zoo", Bindable.of(this.type), new WithoutDirectProperties(validated
						? new ValidationBindHandler(VALIDATOR) : new IgnoreTopLevelConverterNotFoundBindHandler()));
				return null;
			}
			catch (BindException ex) {
				return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage())
					.lines()
					.findFirst()
					.orElse("");
			}
		}

		void assertNothingIsRefusedThatTheApplicationAccepts() {
			assertThat(String.join("\n", this.wronglyRefused)).isEmpty();
		}

		void assertWhatIsMissedIsListed() {
			Map<String, Set<String>> unlisted = new TreeMap<>(this.missed);
			unlisted.keySet().removeAll(LEFT_TO_THE_APPLICATION);
			StringBuilder text = new StringBuilder();
			unlisted.forEach((name, inputs) -> inputs.forEach((input) -> text.append(name + ": " + input + "\n")));
			assertThat(text.toString()).isEmpty();
		}

	}

	/**
	 * Boot gives no value to a {@code @ConfigurationProperties} type itself.
	 */
	private static final class WithoutDirectProperties extends AbstractBindHandler {

		WithoutDirectProperties(BindHandler parent) {
			super(parent);
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			boolean direct = !target.getType().toClass().isAnnotationPresent(ConfigurationProperties.class);
			return super.onStart(name,
					direct ? target : target.withBindRestrictions(BindRestriction.NO_DIRECT_PROPERTY), context);
		}

	}

}
