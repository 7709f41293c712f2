package io.setpoint.acceptance;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.setpoint.Live;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a type is set to, it has what plain Spring Boot would give it, or it is
 * refused where Boot refuses it, from any state to any other. Run with
 * {@code -Dsetpoint.seed=...} to replay, with {@code -Dsetpoint.runs=...} for more.
 */
class RandomStatesTests {

	private static final int RUNS = Integer.getInteger("setpoint.runs", 40);

	private static final List<String> NAMES = List.of("number", "delay", "items", "items/0", "items/1", "modes",
			"counts/a", "counts/B", "counts/a-b", "counts/[a.b]", "counts", "delays/on-hold", "delays/OFF", "inner",
			"inner/x", "inner/y", "filled", "filled/x", "inners", "inners/0/x", "inners/1/x", "inners/0/y", "groups/a",
			"groups/a/0/x", "deep/a", "deep/a/b", "size", "flag", "unknown");

	private static final List<String> VALUES = List.of("", " ", "1", " 7 ", "many", "true", "on-hold", "off", "1,2",
			"a,b,", "2s", "x", "200", "${odd.number}", "${odd.number:3}", "${nope}", "${nope:}", "\\${a}", "#{1+1}",
			"-1", "99999999999", "0x10", "010", "10MB", "\u00e4", "\t", "a\nb");

	private final long seed = Long.getLong("setpoint.seed", 1);

	private final Random random = new Random(this.seed);

	@ParameterizedTest
	@ValueSource(classes = { OfValidated.class, OfStrict.class, OfLenient.class, OfBean.class, OfLenientBean.class })
	void typeHasWhatBootGivesAfterAnyChange(Class<?> application) {
		TestLocation location = TestLocation.with("elsewhere", "1");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(application)
			.withInitializer(location)
			.run((context) -> {
				Map<String, String> state = new TreeMap<>();
				String accepted = expected(application, state);
				for (int round = 0; round < RUNS; round++) {
					Map<String, String> next = next(state);
					String expected = expected(application, next);
					location.change(context, keysAndValues(state, next));
					String when = "seed %d round %d from %s to %s".formatted(this.seed, round, state, next);
					assertSame(context, application, when, expected, accepted);
					if (expected != null) {
						accepted = expected;
						state = next;
					}
					else {
						location.change(context, keysAndValues(next, state));
					}
				}
			});
	}

	private static void assertSame(AssertableApplicationContext context, Class<?> application, String when,
			@Nullable String expected, @Nullable String accepted) {
		assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals().isEmpty()).as(when)
			.isEqualTo(expected != null);
		Object bean = context.getBean(type(application));
		Live<?> live = (Live<?>) context.getBean("live." + context.getBeanNamesForType(type(application))[0]);
		String wanted = (expected != null) ? expected : accepted;
		assertThat(describe(live.get())).as(when).isEqualTo(wanted);
		assertThat((bean instanceof Record) ? wanted : describe(bean)).as(when).isEqualTo(wanted);
	}

	private Map<String, String> next(Map<String, String> state) {
		Map<String, String> next = (this.random.nextInt(6) > 0) ? new TreeMap<>(state) : new TreeMap<>();
		for (int i = this.random.nextInt(3); i >= 0; i--) {
			if (this.random.nextInt(10) < 3) {
				next.keySet().removeIf((key) -> this.random.nextInt(next.size()) == 0);
			}
			else {
				next.put("odd/" + pick(NAMES), pick(VALUES));
			}
		}
		return next;
	}

	private String pick(List<String> from) {
		return from.get(this.random.nextInt(from.size()));
	}

	private static @Nullable String[] keysAndValues(Map<String, String> before, Map<String, String> after) {
		List<@Nullable String> keysAndValues = new ArrayList<>(List.of("elsewhere", "1"));
		before.keySet().stream().filter((key) -> !after.containsKey(key)).forEach((key) -> {
			keysAndValues.add(key);
			keysAndValues.add(null);
		});
		after.forEach((key, value) -> keysAndValues.addAll(List.of(key, value)));
		return keysAndValues.toArray(String[]::new);
	}

	/**
	 * Let Boot alone bind the type.
	 * @param application declares the type
	 * @param state what is set
	 * @return what the bean has, {@code null} if it is not valid
	 */
	private static @Nullable String expected(Class<?> application, Map<String, String> state) {
		Map<String, Object> properties = new LinkedHashMap<>();
		state.forEach((key, value) -> properties
			.put(key.replaceAll("/(\\d+)", "[$1]").replace("/[", "[").replace('/', '.'), value));
		String[] expected = new String[1];
		new ApplicationContextRunner().withUserConfiguration(application)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("plain", properties)))
			.run((context) -> expected[0] = (context.getStartupFailure() == null)
					? describe(context.getBean(type(application))) : null);
		return expected[0];
	}

	private static Class<?> type(Class<?> application) {
		return application.getAnnotation(EnableConfigurationProperties.class).value()[0];
	}

	private static String describe(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, String> described = new TreeMap<>();
			map.forEach((key, element) -> described.put(String.valueOf(key), describe(element)));
			return described.toString();
		}
		if (value instanceof Collection<?> collection) {
			return collection.stream().map(RandomStatesTests::describe).toList().toString();
		}
		boolean own = value != null && !(value instanceof Enum)
				&& value.getClass().getEnclosingClass() == RandomStatesTests.class;
		return own ? describeFields(value) : value + ((value != null) ? ":" + value.getClass().getName() : "");
	}

	private static String describeFields(Object value) {
		Map<String, String> described = new TreeMap<>();
		ReflectionUtils.doWithFields(value.getClass(), (field) -> {
			field.setAccessible(true);
			described.put(field.getName(), describe(field.get(value)));
		}, RandomStatesTests::isState);
		return described.toString();
	}

	private static boolean isState(Field field) {
		return !Modifier.isStatic(field.getModifiers());
	}

	enum Mode {

		ON_HOLD, OFF

	}

	record Inner(@DefaultValue("1") @Max(100) int x, @Nullable String y) {
	}

	@ConfigurationProperties("odd")
	@Validated
	record Valued(@DefaultValue("1") @Max(100) int number, @Nullable Duration delay, @Nullable List<String> items,
			@Nullable Set<Mode> modes, @Nullable Map<String, Integer> counts, @Nullable Map<Mode, Duration> delays,
			@Valid @Nullable Inner inner, @Valid @DefaultValue Inner filled, @Nullable List<@Valid Inner> inners,
			@Nullable Map<String, List<@Valid Inner>> groups, @Nullable Map<String, Map<String, String>> deep,
			@Nullable DataSize size, @Nullable Boolean flag) {
	}

	@ConfigurationProperties(prefix = "odd", ignoreUnknownFields = false)
	record Strict(@DefaultValue("1") int number, @Nullable List<String> items, @Nullable Map<String, Integer> counts,
			@Nullable Inner inner, @Nullable List<Inner> inners, @Nullable Map<String, Map<String, String>> deep) {
	}

	@ConfigurationProperties(prefix = "odd", ignoreInvalidFields = true)
	record Lenient(@DefaultValue("1") int number, @Nullable Duration delay, @Nullable List<Integer> items,
			@Nullable Map<String, Integer> counts, @Nullable Inner inner, @DefaultValue Inner filled,
			@Nullable List<Inner> inners, @Nullable Map<String, List<Inner>> groups, @Nullable DataSize size) {
	}

	static class Part {

		@Max(100)
		private int x = 1;

		private String y = "y";

		int getX() {
			return this.x;
		}

		void setX(int x) {
			this.x = x;
		}

		String getY() {
			return this.y;
		}

		void setY(String y) {
			this.y = y;
		}

	}

	static class Whole {

		@Max(100)
		private int number = 1;

		private @Nullable Duration delay;

		private final List<String> items = new ArrayList<>(Arrays.asList("d", "e"));

		private @Valid @Nullable Part inner;

		private final @Valid Part filled = new Part();

		private @Valid List<Part> inners = new ArrayList<>();

		private final Map<String, Integer> counts = new TreeMap<>(Map.of("own", 1));

		private final Map<String, List<Part>> groups = new TreeMap<>();

		int getNumber() {
			return this.number;
		}

		void setNumber(int number) {
			this.number = number;
		}

		void setDelay(@Nullable Duration delay) {
			this.delay = delay;
		}

		List<String> getItems() {
			return this.items;
		}

		@Nullable Part getInner() {
			return this.inner;
		}

		void setInner(@Nullable Part inner) {
			this.inner = inner;
		}

		Part getFilled() {
			return this.filled;
		}

		List<Part> getInners() {
			return this.inners;
		}

		void setInners(List<Part> inners) {
			this.inners = inners;
		}

		Map<String, Integer> getCounts() {
			return this.counts;
		}

		Map<String, List<Part>> getGroups() {
			return this.groups;
		}

	}

	@ConfigurationProperties("odd")
	@Validated
	static class Bean extends Whole {

	}

	@ConfigurationProperties(prefix = "odd", ignoreInvalidFields = true)
	static class LenientBean extends Whole {

	}

	@EnableConfigurationProperties(Valued.class)
	static class OfValidated {

	}

	@EnableConfigurationProperties(Strict.class)
	static class OfStrict {

	}

	@EnableConfigurationProperties(Lenient.class)
	static class OfLenient {

	}

	@EnableConfigurationProperties(Bean.class)
	static class OfBean {

	}

	@EnableConfigurationProperties(LenientBean.class)
	static class OfLenientBean {

	}

}
