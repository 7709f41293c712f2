package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.StandIns;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.loop.ThreadLoop;
import io.setpoint.mirror.InitialImage;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.mirror.Mirrors;
import io.setpoint.store.Change;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Store;
import io.setpoint.store.Watch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AcceptancePipeline#warmUp()}: that it happens, calls nothing of the
 * application, and costs little.
 */
class WarmUpTests {

	private static final String VERSIONS = "/rollouts/shop/versions/";

	private static final String PLAIN = "/config/shop/";

	private final AtomicInteger decrypted = new AtomicInteger();

	private final AtomicInteger read = new AtomicInteger();

	@Test
	void warmUpBindsNothingWhileSomeSubjectsHaveACandidate() {
		LocationContent versions = LocationContent.ofVersions(VERSIONS, "rollout:shop")
			.with(List.of(put(VERSIONS, "v1", "pricing: {discount: 10}")))
			.content();
		run(List.of(versions), (pipeline) -> {
			assertThat(pipeline.variations()
				.vary(VERSIONS, new Variation("v2", put(VERSIONS, "v2", "pricing: {discount: 20}").entry(), 4,
						(subject) -> true)))
				.isEmpty();
			int before = Pricing.CREATED.get();
			pipeline.warmUp();
			assertThat(Pricing.CREATED).hasValue(before);
		});
	}

	@Test
	void warmUpDecryptsNothing() {
		LocationContent plain = LocationContent.empty(PLAIN, "etcd:" + PLAIN).decryptedBy((text) -> {
			if (text.startsWith("{cipher}")) {
				this.decrypted.incrementAndGet();
				return text.substring("{cipher}".length());
			}
			return text;
		}).with(List.of(put(PLAIN, "pricing.yaml", "discount: '{cipher}10'\nlimit: '{cipher}20'"))).content();
		run(List.of(plain), (pipeline) -> {
			int before = this.decrypted.get();
			pipeline.warmUp();
			assertThat(this.decrypted).hasValue(before);
		});
	}

	@Test
	void warmUpReadsNoLargeDocument() {
		StringBuilder document = new StringBuilder();
		for (int i = 0; i < 5000; i++) {
			document.append("text").append(i).append(": value\n");
		}
		LocationContent plain = LocationContent.empty(PLAIN, "etcd:" + PLAIN).decryptedBy((text) -> {
			this.read.incrementAndGet();
			return text;
		}).with(List.of(put(PLAIN, "a.yaml", document.toString()), put(PLAIN, "pricing/discount", "10"))).content();
		run(List.of(plain), (pipeline) -> {
			int before = this.read.get();
			pipeline.warmUp();
			assertThat(this.read.get() - before).isLessThan(100);
		});
	}

	@Test
	void watchWarmsUpOnceItIsOpenAndNotBefore() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class);
		runner.run((context) -> {
			AtomicInteger warmUps = new AtomicInteger();
			LocationContent content = LocationContent.empty(PLAIN, "etcd:" + PLAIN);
			AcceptancePipeline pipeline = new AcceptancePipeline(context.getBean(BoundTypes.class),
					new TypeBinder(context, context.getBean(StandIns.class)),
					List.of(new LocationPropertySource(content.displayName(), content)), List.of(), Runnable::run,
					counting(warmUps));
			pipeline.start(StartState.of(1));
			ConfigurationWatch watch = new ConfigurationWatch(pipeline, Map.of(PLAIN, PLAIN), Interpreter.PLAIN,
					List.of(), WarmUpTests::mirrors, true);
			watch.start();
			pipeline.completeStart();
			assertThat(warmUps).hasValue(0);
			watch.ready();
			Awaitility.await().untilAsserted(() -> assertThat(warmUps).hasPositiveValue());
			watch.destroy();
		});
	}

	private static Mirrors mirrors(List<String> prefixes, ThreadLoop loop, MirrorListener listener) {
		Store store = mock(Store.class, (call) -> (call.getMethod().getReturnType() == Watch.class) ? mock(Watch.class)
				: Answers.RETURNS_DEFAULTS.answer(call));
		return new Mirrors(store, loop, MirrorSettings.defaults(), prefixes,
				InitialImage.live(new Image(1, 1, Map.of(PLAIN, List.of()))), listener, () -> 0.5);
	}

	private static void run(List<LocationContent> contents, Consumer<AcceptancePipeline> test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer((context) -> contents.forEach((content) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new LocationPropertySource(content.displayName(), content))))
			.run((context) -> test.accept(context.getBean(AcceptancePipeline.class)));
	}

	private static Change.Put put(String prefix, String key, String value) {
		return new Change.Put(new KeyValue(prefix + key, value.getBytes(StandardCharsets.UTF_8), 1, 1));
	}

	/**
	 * Return a clock that counts when it is asked in the course of a warm-up, which
	 * leaves no other trace.
	 * @param warmUps the count
	 * @return the clock
	 */
	private static Clock counting(AtomicInteger warmUps) {
		InstantSource source = () -> {
			boolean warmUp = StackWalker.getInstance()
				.walk((frames) -> frames.anyMatch((frame) -> frame.getMethodName().equals("warmUp")));
			if (warmUp) {
				warmUps.incrementAndGet();
			}
			return Instant.EPOCH;
		};
		return source.withZone(ZoneOffset.UTC);
	}

	@ConfigurationProperties("pricing")
	record Pricing(int discount) {

		private static final AtomicInteger CREATED = new AtomicInteger();

		Pricing {
			CREATED.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	static class Types {

	}

}
