package io.setpoint.binding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.setpoint.binding.Outcome.Bound;
import io.setpoint.binding.Outcome.Refused;
import io.setpoint.document.LocationContent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A type that is refused names everything that is wrong with it, and nothing else. Run
 * with {@code -Dsetpoint.seed=...} to replay, with {@code -Dsetpoint.runs=...} for more.
 */
class EveryProblemTests {

	private static final int ROUNDS = Integer.getInteger("setpoint.runs", 100);

	@Test
	void problemsAreThePropertiesThatAreWrong() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		for (int i = 0; i < ROUNDS; i++) {
			Set<String> wrong = new HashSet<>();
			Map<String, Object> record = properties("shop", random, wrong);
			Map<String, Object> bean = properties("bean", random, wrong);
			record.putAll(bean);
			assertThat(wrongProperties(record)).as("seed %d, round %d: %s", seed, i, record).isEqualTo(wrong);
		}
	}

	private static Map<String, Object> properties(String prefix, Random random, Set<String> wrong) {
		Map<String, Object> properties = new LinkedHashMap<>();
		List<String> numbers = new ArrayList<>(List.of("limit", "depth.limit", "depth.other"));
		int size = random.nextInt(5);
		for (int i = 0; i < size; i++) {
			numbers.addAll(List.of("numbers[" + i + "]", "tiers[" + i + "].limit", "map.key" + i));
		}
		numbers.forEach((name) -> add(properties, prefix + "." + name, random, wrong, "7", "many", "91"));
		add(properties, prefix + ".delay", random, wrong, "2s", "soon");
		add(properties, prefix + ".mode", random, wrong, "on", "half");
		return properties;
	}

	private static void add(Map<String, Object> properties, String name, Random random, Set<String> wrong, String good,
			String... bad) {
		boolean isGood = random.nextInt(3) > 0;
		properties.put(name, isGood ? good : bad[random.nextInt(bad.length)]);
		if (!isGood) {
			wrong.add(name);
		}
	}

	private static Set<String> wrongProperties(Map<String, Object> properties) {
		Set<String> wrong = new HashSet<>();
		problems(properties, Shop.class, ShopBean.class).forEach((problem) -> {
			String name = problem.substring(0, problem.indexOf(' ')).replaceAll("\\[(key.)]", ".$1");
			assertThat(wrong.add(name)).as("named once: " + problem).isTrue();
		});
		return wrong;
	}

	private static List<String> problems(Map<String, Object> properties, Class<?>... types) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
			for (Class<?> type : types) {
				PropertiesBeans.register(context, type);
			}
			context.refresh();
			return problems(context);
		}
	}

	private static List<String> problems(AnnotationConfigApplicationContext context) {
		TypeBinder binder = new TypeBinder(context);
		List<String> problems = new ArrayList<>();
		for (BoundType type : BoundTypes.of(context.getBeanFactory())) {
			Outcome outcome = binder.bind(type, (location) -> LocationContent.empty("/", "none"));
			if (outcome instanceof Refused refused) {
				problems.addAll(refused.problems());
			}
			else {
				assertThat(outcome).isInstanceOf(Bound.class);
			}
		}
		return problems;
	}

	@Test
	void violationThatComesOfWhatCannotBeConvertedIsNotNamed() {
		assertThat(problems(Map.of("range.from", "1", "range.to", "far", "range.rest", "91"), Range.class)).hasSize(2)
			.anySatisfy((problem) -> assertThat(problem).startsWith("range.to ").contains("cannot be converted"))
			.anySatisfy((problem) -> assertThat(problem).startsWith("range.rest ").contains("90"));
		assertThat(problems(Map.of("range.from", "2", "range.to", "1"), Range.class)).singleElement()
			.satisfies((problem) -> assertThat(problem).startsWith("range.ordered "));
	}

	@Test
	void propertyThatIsMissingIsNamedBesideOneThatCannotBeConverted() {
		assertThat(problems(Map.of("range.from", "near"), Range.class)).hasSize(2)
			.anySatisfy((problem) -> assertThat(problem).startsWith("range.from ").contains("cannot be converted"))
			.anySatisfy((problem) -> assertThat(problem).startsWith("range.to "));
	}

	@Test
	void violationOfWhatIsNestedSaysWhereItStands() {
		Map<String, Object> properties = Map.of("shop.limit", "91", "shop.depth.limit", "91", "shop.numbers", "1,91",
				"shop.tiers[0].limit", "91", "shop.map[keyOne]", "91", "shop.map.keyTwo", "91");
		assertThat(problems(properties, Shop.class)).containsExactlyInAnyOrder(wrong("shop.limit", "shop.limit"),
				wrong("shop.depth.limit", "shop.depth.limit"), wrong("shop.numbers[1]", "shop.numbers"),
				wrong("shop.tiers[0].limit", "shop.tiers[0].limit"), wrong("shop.map[keyOne]", "shop.map[keyOne]"),
				wrong("shop.map.keytwo", "shop.map.keyTwo"));
	}

	private static String wrong(String name, String place) {
		return name + " (\"" + place + "\" from property source \"test\") must be less than or equal to 90";
	}

	@Test
	void unknownPropertyIsNamedBesideWhatCannotBeConverted() {
		assertThat(problems(
				Map.of("strict.count", "many", "strict.cuont", "1", "strict.list[0]", "x", "strict.list[1]", "1"),
				Strict.class))
			.hasSize(3)
			.anySatisfy((problem) -> assertThat(problem).startsWith("strict.count "))
			.anySatisfy((problem) -> assertThat(problem).startsWith("strict.list[0] "))
			.anySatisfy((problem) -> assertThat(problem).startsWith("strict.cuont ").contains("unknown fields"));
	}

	@Test
	void gapInAListIsNamedBesideWhatCannotBeConverted() {
		assertThat(problems(Map.of("strict.count", "many", "strict.list[0]", "1", "strict.list[2]", "3"), Strict.class))
			.hasSize(2)
			.anySatisfy((problem) -> assertThat(problem).startsWith("strict.count "))
			.anySatisfy((problem) -> assertThat(problem).startsWith("strict.list[2] "));
	}

	@Test
	void constructorThatThrowsBecauseOfWhatIsMissingIsNotNamed() {
		assertThat(problems(Map.of("demanding.delay", "soon", "demanding.count", "many"), Demanding.class)).hasSize(2)
			.allSatisfy((problem) -> assertThat(problem).contains("cannot be converted"));
		assertThat(problems(Map.of("demanding.delay", "2s", "demanding.count", "-1"), Demanding.class)).singleElement()
			.satisfies((problem) -> assertThat(problem).startsWith("demanding "));
		assertThat(problems(Map.of("demanding.delay", "2s", "demanding.count", "1"), Demanding.class)).isEmpty();
	}

	@Test
	void fieldsThatMayBeInvalidAreNoProblem() {
		assertThat(problems(Map.of("tolerant.count", "many"), Tolerant.class)).isEmpty();
	}

	@Test
	void problemsWithoutNumberEndAtALimit() {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (int i = 0; i < 10 * FailureSearch.MOST; i++) {
			properties.put("shop.map.key" + i, "many");
			properties.put("shop.numbers[" + i + "]", "many");
		}
		assertThat(problems(properties, Shop.class)).hasSize(FailureSearch.MOST + 1)
			.anySatisfy((problem) -> assertThat(problem).contains("there are more problems"));
	}

	enum Mode {

		ON, OFF

	}

	record Tier(@Max(90) int limit) {
	}

	record Depth(@Max(90) int limit, @Max(90) int other) {
	}

	@ConfigurationProperties("shop")
	@Validated
	record Shop(@Max(90) int limit, @Valid @Nullable Depth depth, @Nullable List<@Max(90) Integer> numbers,
			@Nullable List<@Valid Tier> tiers, @Nullable Map<String, @Max(90) Integer> map, @Nullable Duration delay,
			@Nullable Mode mode) {
	}

	@ConfigurationProperties("range")
	@Validated
	record Range(@Nullable Integer from, @NotNull Integer to, @Max(90) int rest) {

		@AssertTrue
		boolean isOrdered() {
			return this.from == null || this.to == null || this.from < this.to;
		}

	}

	@ConfigurationProperties(prefix = "strict", ignoreUnknownFields = false)
	record Strict(int count, @Nullable List<Integer> list) {
	}

	@ConfigurationProperties(prefix = "tolerant", ignoreInvalidFields = true)
	record Tolerant(int count) {
	}

	@ConfigurationProperties("demanding")
	record Demanding(Duration delay, Integer count) {

		Demanding {
			if (delay == null || count == null || count < 0) {
				throw new IllegalArgumentException("delay and count are asked for");
			}
		}

	}

	@ConfigurationProperties("bean")
	@Validated
	static class ShopBean {

		@Max(90)
		private int limit;

		@Valid
		private Depth depth = new Depth(0, 0);

		private List<@Max(90) Integer> numbers = new ArrayList<>();

		private List<@Valid Tier> tiers = new ArrayList<>();

		private Map<String, @Max(90) Integer> map = new LinkedHashMap<>();

		private Duration delay = Duration.ZERO;

		private Mode mode = Mode.ON;

		int getLimit() {
			return this.limit;
		}

		void setLimit(int limit) {
			this.limit = limit;
		}

		Depth getDepth() {
			return this.depth;
		}

		void setDepth(Depth depth) {
			this.depth = depth;
		}

		List<Integer> getNumbers() {
			return this.numbers;
		}

		void setNumbers(List<Integer> numbers) {
			this.numbers = numbers;
		}

		List<Tier> getTiers() {
			return this.tiers;
		}

		void setTiers(List<Tier> tiers) {
			this.tiers = tiers;
		}

		Map<String, Integer> getMap() {
			return this.map;
		}

		void setMap(Map<String, Integer> map) {
			this.map = map;
		}

		Duration getDelay() {
			return this.delay;
		}

		void setDelay(Duration delay) {
			this.delay = delay;
		}

		Mode getMode() {
			return this.mode;
		}

		void setMode(Mode mode) {
			this.mode = mode;
		}

	}

}
