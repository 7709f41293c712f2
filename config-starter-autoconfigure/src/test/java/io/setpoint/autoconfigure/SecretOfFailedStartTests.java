package io.setpoint.autoconfigure;

import java.beans.PropertyEditorSupport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.setpoint.LocationFixture;
import io.setpoint.binding.WithheldValueException;
import io.setpoint.binding.WithholdingTypeConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.SimpleTypeConverter;
import org.springframework.beans.TypeConverter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.CustomEditorConfigurer;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Plants a secret where Spring or code of the application reads it by itself, and looks
 * for it in the exception that leaves a start and in all that is printed.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretOfFailedStartTests {

	private static final String SECRET = "hunter2korrekt4711pferd";

	@ParameterizedTest
	@CsvSource({ "server/port, server.port, Integer", "server/shutdown, server.shutdown, Shutdown",
			"server/compression/min-response-size, server.compression.min-response-size, DataSize",
			"spring/lifecycle/timeout-per-shutdown-phase, spring.lifecycle.timeout-per-shutdown-phase, Duration" })
	void startWhenATypeOfBootCannotBeBoundNamesPropertyOnly(String key, String name, String type,
			CapturedOutput output) {
		Throwable failure = start(Plain.class, List.of(key, SECRET));
		isClean(failure, output);
		assertThat(all(failure)).hasAtLeastOneElementOfType(WithheldValueException.class);
		assertThat(output).contains(name)
			.contains("APPLICATION FAILED TO START")
			.contains("cannot be bound to " + type)
			.doesNotContain("Application run failed");
	}

	@Test
	void startWhenAPropertyOfAFileRefersToEtcdNamesPropertyOnly(CapturedOutput output) {
		Throwable failure = start(Plain.class, List.of("some/number", SECRET), "--server.port=${some.number}");
		isClean(failure, output);
		assertThat(output).contains("server.port (\"server.port\" from property source \"commandLineArgs\") cannot be"
				+ " bound to Integer");
	}

	@Test
	void startWhenAPropertyOfAFileIsWrongIsLeftToBoot(CapturedOutput output) {
		assertThat(start(Plain.class, List.of("some/number", "7"), "--server.port=many")).isNotNull();
		assertThat(output).contains("Value: \"many\"");
	}

	@ParameterizedTest
	@ValueSource(classes = { OfField.class, OfConstructor.class, OfMethod.class, OfList.class, OfChain.class,
			OfDefinition.class })
	void startWhenAnAnnotatedValueCannotBeConvertedNamesBeanAndTypeOnly(Class<?> type, CapturedOutput output) {
		Throwable failure = start(type, List.of("some/number", SECRET));
		isClean(failure, output);
		assertThat(failure).hasMessageContaining("Of")
			.hasMessageContaining("Failed to convert value of type")
			.hasMessageContaining("to required type");
	}

	@Test
	void annotatedValuesAreConvertedAsWithoutALocation() {
		Map<String, String> values = Map.of("some.number", "7", "some.time", "3s", "some.numbers", "1,2",
				"some.resource", "classpath:logback.xml", "some.type", "java.lang.String", "some.money", "5 EUR");
		List<String> keys = new ArrayList<>();
		values.forEach((name, value) -> keys.addAll(List.of(name.replace('.', '/'), value)));
		String[] arguments = values.entrySet().stream().map(Object::toString).map("--"::concat).toArray(String[]::new);
		assertThat(told(List.of("unrelated", "1"), arguments)).isEqualTo(told(keys)).contains("7 PT3S [1, 2]");
		SpringApplication plain = application();
		try (ConfigurableApplicationContext context = plain.run(arguments)) {
			assertThat(context.getBean(Converted.class).toString()).isEqualTo(told(keys));
			assertThat(context.getBeanFactory().getTypeConverter()).isExactlyInstanceOf(SimpleTypeConverter.class);
		}
	}

	private static String told(List<String> keysAndValues, String... arguments) {
		SpringApplication application = application();
		application.addListeners(LocationFixture.early(keysAndValues.toArray(String[]::new)));
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			assertThat(context.getBeanFactory().getTypeConverter()).isInstanceOf(WithholdingTypeConverter.class);
			return context.getBean(Converted.class).toString();
		}
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class, Converted.class, Editors.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("setpoint.snapshot.enabled", "false"));
		return application;
	}

	@Test
	void converterOfTheApplicationIsKept() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		TypeConverter own = new SimpleTypeConverter() {
		};
		beanFactory.setTypeConverter(own);
		WithholdingTypeConverter.install(beanFactory);
		assertThat(beanFactory.getTypeConverter()).isSameAs(own);
	}

	private static @Nullable Throwable start(Class<?> type, List<String> keysAndValues, String... arguments) {
		SpringApplication application = new SpringApplication(Application.class, type);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("setpoint.snapshot.enabled", "false"));
		application.addListeners(LocationFixture.early(keysAndValues.toArray(String[]::new)));
		String[] all = Stream.concat(Stream.of(arguments), Stream.of("--logging.level.org.springframework.boot=DEBUG"))
			.toArray(String[]::new);
		return catchThrowable(() -> application.run(all).close());
	}

	private static void isClean(@Nullable Throwable failure, CapturedOutput output) {
		assertThat(failure).isNotNull();
		for (Throwable thrown : all(failure)) {
			assertThat(thrown.toString()).doesNotContain(SECRET);
		}
		assertThat(output.getAll()).doesNotContain(SECRET);
	}

	private static List<Throwable> all(@Nullable Throwable failure) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		List<Throwable> all = new ArrayList<>(List.of(Objects.requireNonNull(failure)));
		for (int i = 0; i < all.size(); i++) {
			Throwable next = all.get(i);
			List<Throwable> below = new ArrayList<>(List.of(next.getSuppressed()));
			if (next.getCause() != null) {
				below.add(next.getCause());
			}
			below.stream().filter(seen::add).forEach(all::add);
		}
		return all;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ServerProperties.class)
	@ImportAutoConfiguration({ LifecycleAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
			SetpointAutoConfiguration.class })
	static class Application {

	}

	static class Plain {

	}

	static class OfField {

		@Value("${some.number}")
		private int number;

	}

	static class OfConstructor {

		OfConstructor(@Value("${some.number}") int number) {
		}

	}

	static class OfMethod {

		@Value("${some.number}")
		void setNumber(LogLevel number) {
		}

	}

	static class OfList {

		@Value("1,${some.number}")
		private List<Integer> numbers;

	}

	static class OfChain {

		@Value("${some.other:7${some.number}}")
		private Duration time;

	}

	@Configuration(proxyBeanMethods = false)
	static class OfDefinition {

		@Bean
		Integer numberOf(@Value("${some.number}") Integer number) {
			return number;
		}

	}

	record Money(String amount) {
	}

	static class Editors {

		@Bean
		static CustomEditorConfigurer moneyEditor() {
			CustomEditorConfigurer configurer = new CustomEditorConfigurer();
			configurer.setCustomEditors(Map.of(Money.class, MoneyEditor.class));
			return configurer;
		}

	}

	public static class MoneyEditor extends PropertyEditorSupport {

		@Override
		public void setAsText(String text) {
			setValue(new Money(text));
		}

	}

	static class Converted {

		@Value("${some.time}")
		private Duration time;

		@Value("${some.numbers}")
		private int[] numbers;

		@Value("${some.resource}")
		private Resource resource;

		private final Money money;

		private final int number;

		private final Class<?> type;

		Converted(@Value("${some.number}") int number, @Value("${some.money}") Money money,
				@Value("${some.type}") Class<?> type) {
			this.number = number;
			this.money = money;
			this.type = type;
		}

		@Override
		public String toString() {
			return this.number + " " + this.time + " " + Arrays.toString(this.numbers) + " " + this.resource + " "
					+ this.money + " " + this.type;
		}

	}

}
