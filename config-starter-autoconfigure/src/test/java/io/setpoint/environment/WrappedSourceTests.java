package io.setpoint.environment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.setpoint.Live;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.TestLocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A location whose source somebody has put something around, at whatever moment, is read
 * through that as a file is, and followed. What is expected is what a plain Spring Boot
 * application with the same values in a file shows.
 */
class WrappedSourceTests {

	private static final String NAME = "etcd:/config/test/";

	private static final String[] START = { "shelf/label", "ENC:one", "shelf/size", "1", "shelf/plain", "text",
			"shelf/twice", "${shelf.label:gone}/ENC:x", "pool/size", "3" };

	static Stream<Arguments> wrappings() {
		return Arrays.stream(Wrapping.values())
			.flatMap((wrapping) -> Arrays.stream(Moment.values()).map((moment) -> Arguments.of(wrapping, moment)));
	}

	@ParameterizedTest
	@MethodSource("wrappings")
	void locationWhenItsSourceIsWrappedIsReadThroughTheWrapperAndFollowed(Wrapping wrapping, Moment moment)
			throws Exception {
		String[] start = START.clone();
		if (!moment.isAfterBinding()) {
			start[3] = "ENC:1";
			start[9] = "ENC:3";
		}
		TestLocation location = TestLocation.with(start);
		Map<String, Object> file = new HashMap<>();
		put(file, start);
		try (ConfigurableApplicationContext context = start(moment, location::addTo,
				(environment) -> wrapping.wrap(environment, NAME))) {
			assertThat(state(context)).as("at start").isEqualTo(plain(wrapping, file));
			change(context, location, file, "shelf/label", "ENC:two", "pool/size", "ENC:4");
			assertThat(state(context)).as("after a change").isEqualTo(plain(wrapping, file));
			location.change(context, "shelf/size", "ENC:many", "shelf/label", "ENC:refused");
			assertThat(state(context)).as("after a refusal").isEqualTo(plain(wrapping, file));
			assertThat(pending(context)).hasSize(2);
			location.change(context, "shelf/size", Wrapping.UNREADABLE);
			assertThat(state(context)).as("after what cannot be decrypted").isEqualTo(plain(wrapping, file));
			change(context, location, file, "shelf/size", "ENC:7", "shelf/label", "ENC:repaired");
			assertThat(state(context)).as("after the repair").isEqualTo(plain(wrapping, file));
			assertThat(pending(context)).isEmpty();
			change(context, location, file, "shelf/label", null, "shelf/extra", "ENC:new", "pool/size", null);
			assertThat(state(context)).as("after a deletion").isEqualTo(plain(wrapping, file));
			change(context, location, file, "shelf/label", "plain now");
			assertThat(state(context)).as("after it has become plain").isEqualTo(plain(wrapping, file));
		}
	}

	private static void change(ConfigurableApplicationContext context, TestLocation location, Map<String, Object> file,
			@Nullable String... keysAndValues) throws Exception {
		location.change(context, keysAndValues);
		put(file, keysAndValues);
	}

	private static void put(Map<String, Object> file, @Nullable String... keysAndValues) {
		for (int i = 0; i < keysAndValues.length; i += 2) {
			String name = String.valueOf(keysAndValues[i]).replace('/', '.');
			if (keysAndValues[i + 1] != null) {
				file.put(name, keysAndValues[i + 1]);
			}
			else {
				file.remove(name);
			}
		}
	}

	private static List<String> pending(ConfigurableApplicationContext context) {
		return context.getBean(AcceptancePipeline.class)
			.accepted()
			.refusals()
			.stream()
			.map((refusal) -> refusal.key())
			.toList();
	}

	/**
	 * Show what a plain application binds that starts with a file.
	 * @param wrapping what is put around the file's source
	 * @param file the properties in the file
	 * @return its state
	 */
	private static Map<String, Object> plain(Wrapping wrapping, Map<String, Object> file) {
		Consumer<ConfigurableEnvironment> source = (environment) -> environment.getPropertySources()
			.addLast(new MapPropertySource(NAME, new HashMap<>(file)));
		try (ConfigurableApplicationContext context = builder(PlainApplication.class, source)
			.initializers((starting) -> wrapping.wrap(starting.getEnvironment(), NAME))
			.run("--spring.main.banner-mode=off")) {
			Binder binder = Binder.get(context.getEnvironment());
			return state(context.getEnvironment(), context.getBean(Shelf.class),
					binder.bindOrCreate("pool", Pool.class).getSize());
		}
	}

	private static Map<String, Object> state(ConfigurableApplicationContext context) {
		Live<?> live = (Live<?>) context.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, Shelf.class))
			.getObject();
		assertThat(context.getBean(Shelf.class)).isEqualTo(live.get());
		return state(context.getEnvironment(), live.get(), context.getBean(Pool.class).getSize());
	}

	private static Map<String, Object> state(ConfigurableEnvironment environment, Object shelf, int size) {
		Map<String, Object> state = new HashMap<>();
		state.put("shelf", shelf);
		state.put("pool", size);
		for (String name : List.of("label", "size", "plain", "twice", "extra")) {
			state.put(name, environment.getProperty("shelf." + name));
		}
		return state;
	}

	private static ConfigurableApplicationContext start(Moment moment, Consumer<ConfigurableEnvironment> source,
			Consumer<ConfigurableEnvironment> touch) throws Exception {
		SpringApplicationBuilder application = builder(Application.class, source);
		moment.touch(application, touch);
		ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
				"--setpoint.snapshot.enabled=false");
		context.getBean(AcceptancePipeline.class).followed().get();
		return context;
	}

	private static SpringApplicationBuilder builder(Class<?> application, Consumer<ConfigurableEnvironment> source) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.listeners(Moment.environmentPrepared(Ordered.HIGHEST_PRECEDENCE + 20, source));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableConfigurationProperties({ Shelf.class, Pool.class })
	static class Application {

		@Bean
		Object service(Live<Shelf> shelf) {
			return shelf.get().label();
		}

	}

	@SpringBootConfiguration
	@EnableConfigurationProperties({ Shelf.class, Pool.class })
	static class PlainApplication {

	}

	@ConfigurationProperties("shelf")
	record Shelf(@DefaultValue("empty") String label, int size, @DefaultValue("") String plain,
			@DefaultValue("") String twice, @DefaultValue("none") String extra) {
	}

	@ConfigurationProperties("pool")
	static class Pool {

		private int size = 10;

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
		}

	}

}
