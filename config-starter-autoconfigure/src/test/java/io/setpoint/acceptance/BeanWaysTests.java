package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.Live;
import io.setpoint.Snapshots;
import io.setpoint.acceptance.BeanWays.Described;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * However a properties bean is defined, it has what plain Spring Boot would give it, and
 * so has {@link Live}: at start, and after each change.
 */
@ExtendWith(OutputCaptureExtension.class)
class BeanWaysTests {

	private static final List<Map<String, String>> STATES = List.of(
			state("name", "a", "size", "2", "timeout", "3s", "tags/x", "1", "hosts/0", "h", "nested/depth", "4",
					"limit/depth", "5"),
			state("name", "b", "size", "5", "timeout", "7m", "tags/y", "2", "hosts/0", "i", "hosts/1", "j",
					"nested/depth", "6"),
			state(), state("size", "9", "hosts/0", "k", "limit/depth", "7"), state("name", "c", "size", "1"), state());

	private static Map<String, String> state(String... namesAndValues) {
		Map<String, String> state = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			state.put("way/" + namesAndValues[i], namesAndValues[i + 1]);
		}
		return state;
	}

	static Stream<Class<?>> ways() {
		return Arrays.stream(BeanWays.class.getDeclaredClasses())
			.filter((way) -> way.getSimpleName().startsWith("By"))
			.filter((way) -> !List
				.of(BeanWays.ByFactoryBean.class, BeanWays.ByMoreThanDerivation.class, BeanWays.ByPostProcessor.class,
						BeanWays.ByMethodThatDeclaresNothing.class)
				.contains(way));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void beanAndLiveHaveWhatBootGives(Class<?> way) {
		follow(way, true);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void beanThatIsBoundBeforeAnythingIsSetFollows(Class<?> way) {
		List<Map<String, String>> states = new ArrayList<>(STATES);
		if (expected(way, state()) != null) {
			states.add(0, state());
		}
		follow(way, states, true);
	}

	@Test
	void beanThatPostProcessorCustomizesKeepsThat(CapturedOutput output) {
		follow(BeanWays.ByPostProcessor.class, false);
		assertThat(output).contains("keeps what it has in 'way.name'");
	}

	@Test
	void beanThatDoesMoreThanDeriveFollowsAndIsNamed(CapturedOutput output) {
		follow(BeanWays.ByMoreThanDerivation.class, false);
		assertThat(output).contains("Bean 'settings' of " + BeanWays.Starting.class.getName()
				+ " ('way') takes over its properties, but what it made of them at start stays");
		TestLocation location = TestLocation.with("way/size", "2");
		BeanWays.Starting.started = 0;
		setpoint(BeanWays.ByMoreThanDerivation.class, location).run((context) -> {
			location.change(context, "way/size", "3");
			assertThat(BeanWays.Starting.started).isEqualTo(1);
		});
	}

	private static void follow(Class<?> way, boolean live) {
		follow(way, STATES, live);
	}

	private static void follow(Class<?> way, List<Map<String, String>> states, boolean live) {
		List<@Nullable String> expected = states.stream().map((state) -> expected(way, state)).toList();
		TestLocation location = TestLocation.with(keysAndValues(Map.of(), states.get(0)));
		setpoint(way, location).run((context) -> {
			assertSame(context, expected.get(0), live);
			for (int i = 1; i < states.size(); i++) {
				location.change(context, keysAndValues(states.get(i - 1), states.get(i)));
				assertSame(context, expected.get(i), live);
				assertRefusesWhatBootRefuses(context, way, states.get(i), location, live);
			}
		});
	}

	private static void assertRefusesWhatBootRefuses(AssertableApplicationContext context, Class<?> way,
			Map<String, String> state, TestLocation location, boolean live) throws Exception {
		Map<String, String> invalid = new LinkedHashMap<>(state);
		invalid.putAll(state("size", "many", "name", "refused"));
		String expected = expected(way, invalid);
		location.change(context, keysAndValues(state, invalid));
		assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals().isEmpty())
			.isEqualTo(expected != null);
		assertSame(context, (expected != null) ? expected : expected(way, state), live);
		location.change(context, keysAndValues(invalid, state));
		assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).isEmpty();
		assertSame(context, expected(way, state), live);
	}

	private static @Nullable String[] keysAndValues(Map<String, String> before, Map<String, String> after) {
		Map<String, @Nullable String> changes = new LinkedHashMap<>();
		before.keySet().forEach((key) -> changes.put(key, null));
		changes.putAll(after);
		List<@Nullable String> keysAndValues = new ArrayList<>();
		changes.forEach((key, value) -> {
			keysAndValues.add(key);
			keysAndValues.add(value);
		});
		return keysAndValues.toArray(String[]::new);
	}

	private static void assertSame(AssertableApplicationContext context, @Nullable String expected, boolean live) {
		assertThat(context).hasNotFailed();
		String name = name(context);
		assertThat(((Described) context.getBean(name)).describe()).isEqualTo(expected);
		if (live) {
			String target = context.containsBean("live.scopedTarget." + name) ? "scopedTarget." + name : name;
			assertThat(((Described) ((Live<?>) context.getBean("live." + target)).get()).describe())
				.isEqualTo(expected);
		}
	}

	private static String name(AssertableApplicationContext context) {
		return context.containsBean("settings") ? "settings"
				: Stream.of(context.getBeanNamesForType(Described.class))
					.filter((name) -> !name.startsWith("scopedTarget."))
					.findFirst()
					.orElseThrow();
	}

	/**
	 * Let Boot alone bind the bean.
	 * @param way how it is defined
	 * @param state what is set
	 * @return what the bean has, {@code null} if it is not valid
	 */
	private static @Nullable String expected(Class<?> way, Map<String, String> state) {
		Map<String, Object> properties = new LinkedHashMap<>();
		state.forEach((key, value) -> properties.put(key.replaceAll("/(\\d+)", "[$1]").replace('/', '.'), value));
		String[] expected = new String[1];
		new ApplicationContextRunner().withUserConfiguration(way, Binding.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("plain", properties)))
			.run((context) -> expected[0] = isValid(context) ? ((Described) context.getBean(name(context))).describe()
					: null);
		return expected[0];
	}

	private static boolean isValid(AssertableApplicationContext context) {
		try {
			return context.getStartupFailure() == null && context.getBean(name(context)) != null;
		}
		catch (ConfigurationPropertiesBindException ex) {
			return false;
		}
	}

	private static ApplicationContextRunner setpoint(Class<?> way, TestLocation location) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(way)
			.withInitializer(location);
	}

	@ParameterizedTest
	@ValueSource(classes = { BeanWays.OneInstance.class, BeanWays.RunningThing.class, BeanWays.ByFactoryBean.class })
	void beanThatCannotBeMadeTwiceIsCheckedAndNamed(Class<?> way, CapturedOutput output) {
		TestLocation location = TestLocation.with("way/size", "2");
		setpoint(way, location).run((context) -> {
			assertThat(output).contains("Not every bean follows its properties: Bean 'settings' of ")
				.contains("before a restart");
			location.change(context, "way/size", "many");
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).hasSize(1);
			location.change(context, "way/size", "3", "way/limit/depth", "x");
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).hasSize(2);
			location.change(context, "way/limit/depth", null);
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).isEmpty();
			assertThat(context.getEnvironment().getProperty("way.size")).isEqualTo("3");
			String bound = (way == BeanWays.ByFactoryBean.class) ? "&settings" : "settings";
			BeanWays.Settings bean = (BeanWays.Settings) context.getBean(bound);
			assertThat(bean.getSize()).isEqualTo(2);
			assertThatException().isThrownBy(() -> context.getBean("live.settings"))
				.havingRootCause()
				.withMessageStartingWith("There is no Live value: Bean 'settings' of ");
		});
	}

	@Test
	void beanThatIsNotDeclaredIsNamed(CapturedOutput output) {
		setpoint(BeanWays.ByMethodThatDeclaresNothing.class, TestLocation.with("way/size", "2"))
			.withUserConfiguration(Binding.class)
			.run((context) -> assertThat(output).contains("Bean 'settings' is neither checked nor follows"));
	}

	@Test
	void snapshotDoesNotGiveWhatIsNotComplete() {
		setpoint(BeanWays.ByMoreThanDerivation.class, TestLocation.with("way/size", "2"))
			.run((context) -> assertThatException()
				.isThrownBy(() -> context.getBean(Snapshots.class).current().get(BeanWays.Starting.class))
				.withMessageContaining("no instance of it is as complete as its bean"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class Binding {

	}

}
