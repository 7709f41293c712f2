package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.setpoint.ConfigurationRejectedEvent;
import io.setpoint.actuate.SetpointEndpoint;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.binding.SourceReview;
import io.setpoint.health.SetpointHealthIndicator;
import io.setpoint.mirror.MirrorPhase;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.observation.SetpointMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.util.PatternMatchUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plants a secret wherever a value can be, and looks for it in whatever tells of a
 * refusal or of a failed start, with everything logged.
 */
@ExtendWith(OutputCaptureExtension.class)
class WithheldValueTests {

	private static final String SECRET = SecretiveTypes.SECRET;

	private static final String BY_VALIDATOR = "is refused by a validator of the application";

	private static final List<String> TRACES = List.of(SECRET, SECRET.toUpperCase(Locale.ROOT),
			SECRET.substring(0, SECRET.length() / 2), SECRET.substring(SECRET.length() / 2),
			HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8)),
			new StringBuilder(SECRET).reverse().toString());

	private static final List<String> LOGGERS = List.of("io.setpoint", "org.springframework", "org.hibernate",
			"io.etcd", "io.grpc", "org.yaml");

	private final LoggingSystem loggingSystem = LoggingSystem.get(getClass().getClassLoader());

	@BeforeEach
	void logEverything() {
		LOGGERS.forEach((name) -> this.loggingSystem.setLogLevel(name, LogLevel.TRACE));
	}

	@AfterEach
	void logAsBefore() {
		LOGGERS.forEach((name) -> this.loggingSystem.setLogLevel(name, null));
	}

	static Stream<Arguments> values() {
		return Stream.of(value("converted/number", SECRET, "converted.number * cannot be converted to int"),
				value("converted/level", SECRET, "* cannot be converted to *Level; it is one of LOW, HIGH"),
				value("converted/timeout", SECRET, "converted.timeout * cannot be converted to Duration"),
				value("converted/type", SECRET, "converted.type * cannot be converted to Class"),
				value("converted/expression", SECRET + "[", "converted.expression * cannot be converted to Pattern"),
				value("converted/numbers", "1," + SECRET, "converted.numbers * cannot be converted to List"),
				value("converted/numbers/0", SECRET, "converted.numbers[0] * cannot be converted to Integer"),
				value("converted/by-name/some", SECRET, "converted.by-name.some * cannot be converted to Integer"),
				value("converted/parts/0/number", SECRET, "converted.parts[0].number * cannot be converted to int"),
				value("converted/money", SECRET, "converted.money * cannot be converted to *Money"),
				value("converted/number", "${vault.key}", "converted.number * cannot be converted to int"),
				value("converted/number", "${vault.chain}", "converted.number * cannot be converted to int"),
				value("converted/number", "${vault.loop}", "converted.number * refers in a circle ('vault.loop')"),
				value("converted/number", "${vault.${vault.key}:${vault.loop}}",
						"converted.number * refers in a circle ('vault.key', 'vault.loop')"),
				value("constructed/text", SECRET,
						"constructed is refused by *SecretiveTypes (IllegalArgumentException)"),
				value("constructed/text", "${vault.key}", "* is refused by *SecretiveTypes (IllegalArgumentException)"),
				value("constructed/pin", SECRET, "* is refused by *SecretiveTypes (IllegalArgumentException)"),
				value("constructed/pin", "${vault.chain}",
						"* is refused by *SecretiveTypes (IllegalArgumentException)"),
				value("constructed/words", "a," + SECRET, "* is refused by *SecretiveTypes (IllegalArgumentException)"),
				value("constructed/parsed", SECRET, "* is refused by *Constructed (NumberFormatException)"),
				value("constructed/asserted", SECRET, "* is refused by *Constructed (AssertionError)"),
				value("preset/text", SECRET, "preset.text * is refused by *SecretiveTypes (IllegalArgumentException)"),
				value("preset/text", "${vault.key}",
						"preset.text * is refused by *SecretiveTypes (IllegalArgumentException)"),
				value("preset/fixed", SECRET, "preset.fixed * has no setter"),
				value("checked/listed/0", SECRET, "checked.listed[0] * is too long, at most 5"),
				value("checked/limited", "1947114711", "checked.limited * must be less than or equal to 90"),
				value("checked/decimal", "1947114711", "checked.decimal * must be less than 7.5"),
				value("checked/matched", SECRET, "checked.matched * must match \"[a-z]*\""),
				value("checked/strong", SECRET, "checked.strong * violates @*Strong"),
				value("checked/strong", "${vault.key}", "checked.strong * violates @*Strong"),
				value("checked/leaky", SECRET, "checked.leaky * {max}*"),
				value("checked/nested/text", SECRET, "checked.nested.text * size must be between 0 and 5"),
				value("self/text", SECRET, "self.text * " + BY_VALIDATOR + "; self " + BY_VALIDATOR),
				value("strict.yaml", "number: 1\nother: " + SECRET, "strict.other * is not a property of this type*"));
	}

	static Stream<Arguments> documents() {
		return Stream.of(value("converted.yaml", "number: [" + SECRET, "*not valid YAML*"),
				value("converted.yaml", "number: *" + SECRET, "*not valid YAML*"),
				value("converted.yaml", "number: !!" + SECRET + " 1", "*not valid YAML*"),
				value("converted.yaml", SECRET, "*is not a mapping*"),
				value("converted.json", "{\"number\": " + SECRET + "}", "*not valid JSON*"),
				value("converted.json", "{\"number\": 1} \"" + SECRET + "\"", "*follows the JSON object*"),
				value("converted.properties", "number=\\u" + SECRET, "*an escape is not of the form*"));
	}

	private static Arguments value(String key, String value, String problem) {
		return Arguments.arguments(key, value, problem);
	}

	@ParameterizedTest
	@MethodSource({ "values", "documents" })
	void refusalShowsNothingOfValue(String key, String value, String problem, CapturedOutput output) {
		TestLocation location = TestLocation.with();
		run(location, (context) -> {
			location.change(context, key, value);
			List<Refusal> refusals = context.getBean(AcceptancePipeline.class).accepted().refusals();
			assertThat(refusals).singleElement().satisfies((refusal) -> isLike(refusal.reason(), problem, value));
			isClean(refusals.toString(), value);
			isClean(answer(context), value);
			isClean(health(context), value);
			isClean(meters(context), value);
			assertThat(context.getBean(Rejections.class).texts.poll(60, TimeUnit.SECONDS))
				.satisfies((text) -> isClean(text, value));
		});
		assertThat(output).contains("Refused revision 2");
		isClean(output.toString(), value);
	}

	@ParameterizedTest
	@MethodSource("values")
	void failedStartShowsNothingOfValue(String key, String value, String problem, CapturedOutput output) {
		run(TestLocation.with(key, value), (context) -> {
			for (Throwable ex = context.getStartupFailure(); ex != null; ex = ex.getCause()) {
				isClean(ex.toString(), value);
			}
			assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationException.class,
						(ex) -> isLike(String.join("; ", ex.getProblems()), problem, value));
		});
		isClean(output.toString(), value);
	}

	private static void isLike(String reason, String pattern, String value) {
		assertThat(PatternMatchUtils.simpleMatch(pattern, reason)).as(reason).isTrue();
		isClean(reason, value);
	}

	private static void isClean(String text, String value) {
		TRACES.forEach((trace) -> assertThat(text).doesNotContain(trace));
		assertThat(text).doesNotContain("1947114711").doesNotContain("=" + value);
	}

	private static String answer(AssertableApplicationContext context) {
		return new SetpointEndpoint(context.getBean(AcceptancePipeline.class).accepted(), WithheldValueTests::statuses,
				context.getEnvironment(), context.getBean(SourceReview.class), () -> null)
			.setpoint()
			.toString();
	}

	private static String health(AssertableApplicationContext context) {
		Health health = new SetpointHealthIndicator(context.getBean(AcceptancePipeline.class).accepted(),
				WithheldValueTests::statuses, context.getBean(SourceReview.class)::remarks, Clock.systemUTC())
			.health();
		assertThat(health.getDetails().toString()).contains("/config/test/");
		return health.toString();
	}

	private static String meters(AssertableApplicationContext context) {
		SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
		assertThat(registry.get("setpoint.changes").tag("outcome", "rejected").counter().count()).isOne();
		return registry.getMeters().stream().map((meter) -> meter.getId() + " " + meter.measure()).toList().toString();
	}

	private static Map<String, MirrorStatus> statuses() {
		MirrorStatus live = new MirrorStatus(MirrorStatus.State.LIVE, MirrorPhase.LIVE, 2, Instant.EPOCH, null, null,
				false);
		return Map.of("/config/test/", live, "/config/vault/", live);
	}

	private static SetpointMetrics metrics(MeterRegistry registry, ObjectProvider<AcceptancePipeline> pipeline) {
		SetpointMetrics metrics = new SetpointMetrics(WithheldValueTests::statuses,
				() -> pipeline.getObject().accepted().refusals(), (prefix) -> "etcd:" + prefix, Clock.systemUTC());
		metrics.bindTo(registry);
		return metrics;
	}

	private void run(TestLocation location, ContextConsumer<AssertableApplicationContext> test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(SecretiveTypes.Types.class)
			.withBean(Rejections.class)
			.withBean(SimpleMeterRegistry.class)
			.withUserConfiguration(Metrics.class)
			.withInitializer(location)
			.withInitializer(TestLocation.in("/config/vault/", "vault/key", SECRET, "vault/chain", "a${vault.key}b",
					"vault/loop", SECRET + "${vault.pool}", "vault/pool", SECRET + "${vault.loop}"))
			.run(test);
	}

	@Configuration(proxyBeanMethods = false)
	static class Metrics {

		@Bean
		SetpointMetrics metricsOfTest(MeterRegistry registry, ObjectProvider<AcceptancePipeline> pipeline) {
			return metrics(registry, pipeline);
		}

	}

	static class Rejections {

		final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

		@EventListener
		void rejected(ConfigurationRejectedEvent event) {
			this.texts.add(event + " " + event.getReasons() + " " + event.getKeys());
		}

	}

}
