package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.Assert;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a setter-based bean hears of the instances that stand in for it.
 */
@ExtendWith(OutputCaptureExtension.class)
class StandInTests {

	@Test
	void failureOfOnePropertyLeavesNoOtherBehind(CapturedOutput output) {
		TestLocation location = TestLocation.with("lane/name", "a", "lane/width", "1");
		runner(location, Lanes.class).run((context) -> {
			Lane lane = context.getBean(Lane.class);
			lane.open = false;
			location.change(context, "lane/name", "b", "lane/width", "7");
			assertThat(lane.width).isEqualTo(7);
			location.change(context, "lane/width", "1");
			assertThat(lane.width).isEqualTo(1);
			assertThat(lane.name).isEqualTo("a");
			lane.open = true;
			location.change(context, "lane/width", "2");
			assertThat(lane.name).isEqualTo("b");
			assertThat(output)
				.contains("does not take over the property 'lane.name' (java.lang.IllegalStateException)");
		});
	}

	@Test
	void setterIsCalledOnlyIfItsOwnPropertyChanges() {
		TestLocation location = TestLocation.with("lane/name", "a", "lane/width", "1");
		runner(location, Lanes.class).run((context) -> {
			Lane lane = context.getBean(Lane.class);
			lane.calls.clear();
			location.change(context, "lane/width", "2", "elsewhere", "x");
			location.change(context, "lane/name", "a ");
			location.change(context, "elsewhere", "y");
			assertThat(lane.calls).containsExactly("width", "name");
		});
	}

	@Test
	void startWithoutLocationMakesNoInstanceAndSaysNothing(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Counted.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Counted.class).made).isEqualTo(1);
				assertThat(output).doesNotContain("WARN");
			});
	}

	@Test
	void startWithLocationThatHasNothingToDoWithTheBeanStartsAsBootDoes() {
		runner(TestLocation.with("other", "1"), Counted.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Preset.class).getName()).isEqualTo("preset");
		});
	}

	@Test
	void executorFollowsAndIsNeitherReadNorWarnedOf(CapturedOutput output) {
		TestLocation location = TestLocation.with("executor/core-pool-size", "2");
		runner(location, Executors.class).run((context) -> {
			ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutor.class);
			location.change(context, "executor/core-pool-size", "3");
			assertThat(executor.getThreadPoolExecutor().getCorePoolSize()).isEqualTo(3);
			location.change(context, "executor/core-pool-size", null);
			assertThat(executor.getThreadPoolExecutor().getCorePoolSize()).isEqualTo(4);
			location.change(context, "executor/core-pool-size", "many");
			assertThat(executor.getThreadPoolExecutor().getCorePoolSize()).isEqualTo(4);
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals()).hasSize(1);
			assertThat(output).doesNotContain("Not every bean follows").doesNotContain("does not take over");
		});
	}

	@Test
	void whatInstancesHaveInCommonIsNotChangedByWhatIsRefused() {
		TestLocation location = TestLocation.with("house/yard/width", "2");
		runner(location, TwoHouses.class).run((context) -> {
			Yard common = context.getBean(Yard.class);
			location.change(context, "street/yard/width", "7", "street/number", "many");
			assertThat(common.width).isZero();
			location.change(context, "street/number", "3");
			assertThat(common.width).isZero();
			assertThat(context.getBean("street", House.class).number).isZero();
			assertThat(context.getBean(AcceptancePipeline.class).accepted().refusals())
				.allSatisfy((refusal) -> assertThat(refusal.reason()).isEqualTo(
						"street.yard cannot be changed before a restart: what it is set on is not the bean's own,"
								+ " its definition takes it from elsewhere"));
			location.change(context, "street/yard/width", null);
			assertThat(context.getBean("street", House.class).number).isEqualTo(3);
		});
	}

	@Test
	void beanThatIsSetOnWhatItsInstancesHaveInCommonIsLeftToBootAndNamed(CapturedOutput output) {
		TestLocation location = TestLocation.with("street/yard/width", "7", "street/number", "2");
		runner(location, TwoHouses.class).run((context) -> {
			assertThat(context.getBean(Yard.class).width).isEqualTo(7);
			location.change(context, "street/yard/width", "8", "street/number", "3");
			assertThat(context.getBean(Yard.class).width).isEqualTo(7);
			assertThat(output).contains("Bean 'street' of " + House.class.getName()
					+ " ('street') cannot be made a second" + " time (its instances have 'street.yard' in common)");
		});
	}

	@Test
	void presetElementOfASetThatHasNoSetterGivesWay() {
		TestLocation location = TestLocation.with("elsewhere", "1");
		runner(location, Doors.class).run((context) -> {
			Set<Integer> numbers = context.getBean(Door.class).getNumbers();
			location.change(context, "door/numbers", "5");
			assertThat(numbers).containsExactly(5);
			location.change(context, "door/numbers", null);
			assertThat(numbers).containsExactly(4);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Doubling.class, DoublingWhenRead.class, DoublingElsewhere.class, DoublingInSecret.class,
			RefusingSmall.class, Filling.class, Parting.class })
	void deletedPropertyHasWhatTheBeanBeginsWithWhateverItsSetterMakesOfThat(Class<? extends Paint> type) {
		TestLocation location = TestLocation.with("paint/coats", "5");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withBean("paint", type)
			.withUserConfiguration(Paints.class)
			.withInitializer(location)
			.run((context) -> {
				Paint paint = context.getBean(Paint.class);
				String bound = paint.describe();
				String begun = type.getDeclaredConstructor().newInstance().describe();
				assertThat(bound).isNotEqualTo(begun);
				location.change(context, "paint/coats", null);
				assertThat(paint.describe()).isEqualTo(begun);
				location.change(context, "paint/coats", "5");
				assertThat(paint.describe()).isEqualTo(bound);
				location.change(context, "paint/coats", null);
				assertThat(paint.describe()).isEqualTo(begun);
			});
	}

	private static ApplicationContextRunner runner(TestLocation location, Class<?> configuration) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(configuration)
			.withInitializer(location);
	}

	@EnableConfigurationProperties(Lane.class)
	static class Lanes {

	}

	@ConfigurationProperties("lane")
	static class Lane {

		private final List<String> calls = new ArrayList<>();

		private boolean open = true;

		private @Nullable String name;

		private int width = 1;

		Optional<String> getName() {
			return Optional.ofNullable(this.name);
		}

		void setName(@Nullable String name) {
			if (!this.open) {
				throw new IllegalStateException();
			}
			this.calls.add("name");
			this.name = name;
		}

		void setWidth(int width) {
			this.calls.add("width");
			this.width = width;
		}

	}

	@EnableConfigurationProperties(Door.class)
	static class Doors {

	}

	@ConfigurationProperties("door")
	static class Door {

		private final Set<Integer> numbers = new TreeSet<>(Set.of(4));

		Set<Integer> getNumbers() {
			return this.numbers;
		}

	}

	@EnableConfigurationProperties
	static class Paints {

	}

	interface Paint {

		String describe();

	}

	@ConfigurationProperties("paint")
	static class Doubling implements Paint {

		private int coats = 1;

		int getCoats() {
			return this.coats;
		}

		void setCoats(int coats) {
			this.coats = 2 * coats;
		}

		@Override
		public String describe() {
			return "" + this.coats;
		}

	}

	@ConfigurationProperties("paint")
	static class DoublingWhenRead implements Paint {

		private int coats = 1;

		int getCoats() {
			return 2 * this.coats;
		}

		void setCoats(int coats) {
			this.coats = coats;
		}

		@Override
		public String describe() {
			return "" + getCoats();
		}

	}

	@ConfigurationProperties("paint")
	static class DoublingElsewhere implements Paint {

		private int layers = 1;

		int getCoats() {
			return this.layers;
		}

		void setCoats(int coats) {
			this.layers = 2 * coats;
		}

		@Override
		public String describe() {
			return "" + this.layers;
		}

	}

	@ConfigurationProperties("paint")
	static class DoublingInSecret implements Paint {

		private String layers = "single";

		void setCoats(int coats) {
			this.layers = coats + " double";
		}

		@Override
		public String describe() {
			return this.layers;
		}

	}

	@ConfigurationProperties("paint")
	static class RefusingSmall implements Paint {

		private int coats;

		int getCoats() {
			return this.coats;
		}

		void setCoats(int coats) {
			Assert.isTrue(coats > 1, "too thin");
			this.coats = coats;
		}

		@Override
		public String describe() {
			return "" + this.coats;
		}

	}

	@ConfigurationProperties("paint")
	static class Filling implements Paint {

		private @Nullable Integer coats;

		@Nullable Integer getCoats() {
			return this.coats;
		}

		void setCoats(@Nullable Integer coats) {
			this.coats = Objects.requireNonNullElse(coats, 3);
		}

		@Override
		public String describe() {
			return "" + this.coats;
		}

	}

	@ConfigurationProperties("paint")
	static class Parting implements Paint {

		private int inner = 1;

		private int outer = 1;

		Pattern getCoats() {
			return Pattern.compile("" + (this.inner + this.outer));
		}

		void setCoats(Pattern coats) {
			int number = Integer.parseInt(coats.pattern());
			this.inner = number / 2;
			this.outer = number - this.inner;
		}

		@Override
		public String describe() {
			return this.inner + " and " + this.outer;
		}

	}

	static class Yard {

		private int width;

		void setWidth(int width) {
			this.width = width;
		}

	}

	static class House {

		private final Yard yard;

		private int number;

		House(Yard yard) {
			this.yard = yard;
		}

		Yard getYard() {
			return this.yard;
		}

		void setNumber(int number) {
			this.number = number;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoHouses {

		@Bean
		Yard common() {
			return new Yard();
		}

		@Bean
		@ConfigurationProperties("street")
		House street(Yard common) {
			return new House(common);
		}

		@Bean
		@ConfigurationProperties("house")
		House house() {
			return new House(new Yard());
		}

	}

	@Validated
	static class Preset {

		@NotNull
		private @Nullable String name;

		@Nullable String getName() {
			return this.name;
		}

		void setName(@Nullable String name) {
			this.name = name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Counted {

		private int made;

		@Bean
		@ConfigurationProperties("preset")
		Preset preset() {
			this.made++;
			Preset preset = new Preset();
			preset.setName("preset");
			return preset;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Executors {

		@Bean
		@ConfigurationProperties("executor")
		ThreadPoolTaskExecutor executor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(4);
			return executor;
		}

	}

}
