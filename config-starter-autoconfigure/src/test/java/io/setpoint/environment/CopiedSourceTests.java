package io.setpoint.environment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.setpoint.acceptance.TestLocation;
import io.setpoint.binding.SourceReview;
import io.setpoint.document.LocationPropertySource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others compute from a location follows when it asks the location, and is named at
 * start when it does not.
 */
@ExtendWith(OutputCaptureExtension.class)
class CopiedSourceTests {

	private static final String NAME = "etcd:/config/test/";

	static Stream<Arguments> copies() {
		return Arrays.stream(Copying.values())
			.flatMap((copying) -> Arrays.stream(Moment.values())
				.filter((moment) -> copying != Copying.IN_ITS_PLACE || moment.isAfterBinding())
				.map((moment) -> Arguments.of(copying, moment)));
	}

	@ParameterizedTest
	@MethodSource("copies")
	void copyWhenItDoesNotFollowIsNamedAtStart(Copying copying, Moment moment, CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(location(), moment,
				(environment, source) -> copying.copy(environment, source))) {
			assertThat(context.getBean(SourceReview.class).remarks()).singleElement()
				.asString()
				.startsWith(copying.remark)
				.contains(NAME)
				.doesNotContain("s3cret");
			assertThat(output).contains(copying.remark);
		}
	}

	@ParameterizedTest
	@MethodSource("moments")
	void sourceWhenItComputesFromLocationEachTimeFollowsAndIsNotNamed(Moment moment) throws Exception {
		TestLocation location = location();
		try (ConfigurableApplicationContext context = start(location, moment,
				(environment, source) -> environment.getPropertySources().addFirst(new Upper(environment)))) {
			assertThat(context.getBean(SourceReview.class).remarks()).isEmpty();
			assertThat(context.getBean(Shelf.class)).isEqualTo(new Shelf("S3CRET-ONE", 1, "S3CRET-ONE!"));
			location.change(context, "shelf/label", "two");
			assertThat(context.getBean(Shelf.class)).isEqualTo(new Shelf("TWO", 1, "TWO!"));
			location.change(context, "shelf/label", "three", "shelf/size", "many");
			assertThat(context.getBean(Shelf.class)).isEqualTo(new Shelf("TWO", 1, "TWO!"));
			assertThat(context.getEnvironment().getProperty("shelf.label")).isEqualTo("TWO");
			location.change(context, "shelf/size", "3");
			assertThat(context.getBean(Shelf.class)).isEqualTo(new Shelf("THREE", 3, "THREE!"));
		}
	}

	static Stream<Moment> moments() {
		return Arrays.stream(Moment.values());
	}

	@Test
	void sourceWhenItIsGivenOnPurposeIsNotNamed() {
		try (ConfigurableApplicationContext context = start(location(), Moment.ENVIRONMENT_POST_PROCESSOR,
				(environment, source) -> {
					environment.getPropertySources()
						.addFirst(new MapPropertySource("stronger", Map.of("shelf.label", "mine")));
					environment.getPropertySources().addLast(copy("weaker", source, UnaryOperator.identity()));
				}, "--shelf.label=s3cret-one")) {
			assertThat(context.getBean(SourceReview.class).remarks()).isEmpty();
		}
	}

	private static TestLocation location() {
		return TestLocation.with("shelf/label", "s3cret-one", "shelf/size", "1", "shelf/twice", "${shelf.label}!");
	}

	private static ConfigurableApplicationContext start(TestLocation location, Moment moment,
			BiConsumer<ConfigurableEnvironment, EnumerablePropertySource<?>> touch, String... arguments) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.listeners(Moment.environmentPrepared(Ordered.HIGHEST_PRECEDENCE + 20, location::addTo));
		moment.touch(application, (environment) -> touch.accept(environment,
				(EnumerablePropertySource<?>) Objects.requireNonNull(environment.getPropertySources().get(NAME))));
		return application.run(
				Stream
					.concat(Stream.of("--spring.main.banner-mode=off", "--setpoint.snapshot.enabled=false"),
							Arrays.stream(arguments))
					.toArray(String[]::new));
	}

	private static MapPropertySource copy(String name, EnumerablePropertySource<?> source,
			UnaryOperator<String> transformation) {
		Map<String, Object> values = new HashMap<>();
		for (String property : source.getPropertyNames()) {
			values.put(property, transformation.apply(String.valueOf(source.getProperty(property))));
		}
		return new MapPropertySource(name, values);
	}

	enum Copying {

		MERGED("Property source 'copy' (" + MapPropertySource.class.getName() + ") is above " + NAME
				+ " and has copies of 'shelf.label', 'shelf.size', 'shelf.twice', which do not follow it") {

			@Override
			void copy(ConfigurableEnvironment environment, EnumerablePropertySource<?> source) {
				environment.getPropertySources()
					.addFirst(CopiedSourceTests.copy("copy", source, UnaryOperator.identity()));
			}

		},

		RESOLVED("Property source 'resolved' (" + MapPropertySource.class.getName() + ") is above " + NAME
				+ " and has copies of 'shelf.twice', which do not follow it") {

			@Override
			void copy(ConfigurableEnvironment environment, EnumerablePropertySource<?> source) {
				environment.getPropertySources()
					.addFirst(new MapPropertySource("resolved",
							Map.of("shelf.twice", environment.resolvePlaceholders("${shelf.twice}"))));
			}

		},

		IN_ITS_PLACE("The source of " + NAME + " is not in the environment any more: Property source '" + NAME + "' ("
				+ MapPropertySource.class.getName() + ") does not follow it") {

			@Override
			void copy(ConfigurableEnvironment environment, EnumerablePropertySource<?> source) {
				environment.getPropertySources()
					.replace(NAME, CopiedSourceTests.copy(NAME, source, UnaryOperator.identity()));
			}

		},

		CACHED("Property source '" + NAME + "' (" + Cache.class.getName() + ") keeps the first value") {

			@Override
			void copy(ConfigurableEnvironment environment, EnumerablePropertySource<?> source) {
				environment.getPropertySources().replace(NAME, new Cache(source));
			}

		};

		private final String remark;

		Copying(String remark) {
			this.remark = remark;
		}

		abstract void copy(ConfigurableEnvironment environment, EnumerablePropertySource<?> source);

	}

	/**
	 * Keeps the first value of each property.
	 */
	static final class Cache extends EnumerablePropertySource<Object> {

		private final EnumerablePropertySource<?> delegate;

		private final Map<String, @Nullable Object> values = new HashMap<>();

		Cache(EnumerablePropertySource<?> delegate) {
			super(delegate.getName(), delegate.getSource());
			this.delegate = delegate;
		}

		@Override
		public String[] getPropertyNames() {
			return this.delegate.getPropertyNames();
		}

		@Override
		public @Nullable Object getProperty(String name) {
			return this.values.computeIfAbsent(name, this.delegate::getProperty);
		}

	}

	/**
	 * Gives some properties of all weaker sources in upper case.
	 */
	static final class Upper extends PropertySource<Object> {

		private final ConfigurableEnvironment environment;

		Upper(ConfigurableEnvironment environment) {
			super("upper", new Object());
			this.environment = environment;
		}

		@Override
		public @Nullable Object getProperty(String name) {
			for (PropertySource<?> source : this.environment.getPropertySources()) {
				Object value = (source instanceof LocationPropertySource) ? source.getProperty(name) : null;
				if (value != null) {
					return name.equals("shelf.label") ? String.valueOf(value).toUpperCase() : value;
				}
			}
			return null;
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Shelf.class)
	static class Application {

		@Bean
		Object service() {
			return "service";
		}

	}

	@ConfigurationProperties("shelf")
	record Shelf(String label, int size, String twice) {
	}

}
