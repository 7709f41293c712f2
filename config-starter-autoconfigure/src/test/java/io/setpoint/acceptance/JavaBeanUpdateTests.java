package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.setpoint.Live;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import jakarta.annotation.PostConstruct;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.ResolvableType;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JavaBeanUpdate}.
 */
@ExtendWith(OutputCaptureExtension.class)
class JavaBeanUpdateTests {

	@Test
	void acceptedWhenPropertyChangesGivesTheLiveBeanTheValue() {
		run(TestLocation.with("pool/size", "5"), (context, location) -> {
			Pool pool = context.getBean(Pool.class);
			location.change(context, "pool/size", "7");
			assertThat(pool.getSize()).isEqualTo(7);
			assertThat(pool.sizes).containsExactly(5, 7);
			assertThat(pool.dependency).isNotNull();
			assertThat(pool.description).isEqualTo("initialized");
		});
	}

	@Test
	void acceptedWhenKeyIsDeletedGivesTheLiveBeanTheDefault() {
		run(TestLocation.with("pool/size", "5", "pool/tags/a", "1"), (context, location) -> {
			Pool pool = context.getBean(Pool.class);
			location.change(context, "pool/size", null, "pool/tags/a", null);
			assertThat(pool.getSize()).isEqualTo(10);
			assertThat(pool.getTags()).isEmpty();
		});
	}

	@Test
	void acceptedWhenPropertyHasNoSetterChangesItsContentsInPlace() {
		run(TestLocation.with("pool.yaml", """
				tags: {a: 1, b: 2}
				hosts: [x, y, z]
				zones: [n, s]
				"""), (context, location) -> {
			Pool pool = context.getBean(Pool.class);
			Map<String, String> tags = pool.getTags();
			List<String> hosts = pool.getHosts();
			Set<String> zones = pool.getZones();
			tags.put("runtime", "kept");
			location.change(context, "pool.yaml", """
					tags: {b: 3, c: 4}
					hosts: [x, w]
					zones: [s, w]
					""");
			assertThat(pool.getTags()).isSameAs(tags)
				.containsOnly(Map.entry("b", "3"), Map.entry("c", "4"), Map.entry("runtime", "kept"));
			assertThat(pool.getHosts()).isSameAs(hosts).containsExactly("x", "w");
			assertThat(pool.getZones()).isSameAs(zones).containsExactlyInAnyOrder("s", "w");
		});
	}

	@Test
	void acceptedWhenContentsChangeShowsNewElementsBeforeOldOnesGo() {
		run(TestLocation.with("pool.yaml", "tags: {a: 1}"), (context, location) -> {
			Pool pool = context.getBean(Pool.class);
			location.change(context, "pool.yaml", "tags: {b: 2}");
			assertThat(pool.tags.smallest).isEqualTo(1);
		});
	}

	@Test
	void acceptedWhenNestedBeanHasNoSetterUpdatesItInPlace() {
		run(TestLocation.with("pool/retry/attempts", "2"), (context, location) -> {
			Pool pool = context.getBean(Pool.class);
			Pool.Retry retry = pool.getRetry();
			location.change(context, "pool/retry/attempts", "4");
			assertThat(pool.getRetry()).isSameAs(retry);
			assertThat(retry.getAttempts()).isEqualTo(4);
		});
	}

	@Test
	void acceptedWhenNestedBeanIsTheSameDoesNotSetItAgain() {
		run(TestLocation.with("pool/size", "5", "pool/limit/max", "1"), (context, location) -> {
			Pool pool = context.getBean(Pool.class);
			Pool.Limit limit = pool.getLimit();
			location.change(context, "pool/size", "6");
			assertThat(pool.getLimit()).isSameAs(limit);
			location.change(context, "pool/limit/max", "2");
			assertThat(pool.getLimit()).isNotSameAs(limit);
			assertThat(pool.getLimit().getMax()).isEqualTo(2);
			assertThat(limit.getMax()).isEqualTo(1);
		});
	}

	@Test
	void acceptedWhenEarlierPublicationIsHeldLeavesItAsItWas() {
		run(TestLocation.with("pool/limit/max", "1"), (context, location) -> {
			Live<Pool> live = live(context);
			location.change(context, "pool/limit/max", "2", "pool/tags/a", "2");
			Pool second = live.get();
			location.change(context, "pool/limit/max", "3", "pool/tags/a", "3");
			assertThat(second.getLimit().getMax()).isEqualTo(2);
			assertThat(second.getTags()).containsEntry("a", "2");
			assertThat(context.getBean(Pool.class).getLimit().getMax()).isEqualTo(3);
			assertThat(context.getBean(Pool.class)).isNotSameAs(live.get());
		});
	}

	@Test
	void acceptedWhenOnePropertyIsSealedReportsItAndTakesOverTheOthers(CapturedOutput output) {
		run(TestLocation.with("sealed/url", "secret1", "sealed/size", "1"), (context, location) -> {
			Sealed sealed = context.getBean(Sealed.class);
			sealed.sealed = true;
			location.change(context, "sealed/url", "secret2", "sealed/size", "2");
			assertThat(sealed.url).isEqualTo("secret1");
			assertThat(sealed.size).isEqualTo(2);
			assertThat(output).contains("Bean 'sealed' of " + Sealed.class.getName() + " ('sealed') does not take over "
					+ "the property 'sealed.url' (java.lang.IllegalStateException)");
			assertThat(output).doesNotContain("secret2");
			sealed.sealed = false;
			location.change(context, "sealed/size", "3");
			assertThat(sealed.url).isEqualTo("secret2");
		});
	}

	@Test
	void acceptedWhenValueIsInvalidLeavesTheLiveBeanAlone() {
		run(TestLocation.with("pool/size", "5"), (context, location) -> {
			location.change(context, "pool/size", "0");
			assertThat(context.getBean(Pool.class).sizes).containsExactly(5);
		});
	}

	@Test
	void acceptedWhenBeanIsLazyDoesNotCreateIt() {
		run(TestLocation.with("lazy/size", "5"), (context, location) -> {
			location.change(context, "lazy/size", "6");
			assertThat(context.getBeanFactory().containsSingleton("lazyProperties")).isFalse();
			assertThat(context.getBean(LazyProperties.class).size).isEqualTo(6);
			location.change(context, "lazy/size", "7");
			assertThat(context.getBean(LazyProperties.class).size).isEqualTo(7);
		});
	}

	@Test
	void acceptedWhenBeanIsBeingBoundLetsItFollowAfterwards() {
		run(TestLocation.with("lazy/size", "5"), (context, location) -> {
			LazyProperties.whileBinding = () -> location.change(context, "lazy/size", "6");
			assertThat(context.getBean(LazyProperties.class).sizes).containsExactly(5, 6);
		});
	}

	@Test
	void acceptedWhenBeanHasProxyUpdatesItsTarget() {
		TestLocation location = TestLocation.with("pool/size", "5");
		runner(location).withBean(Proxying.class).run((context) -> {
			Pool proxy = context.getBean(Pool.class);
			assertThat(proxy.getClass()).isNotEqualTo(Pool.class);
			location.change(context, "pool/size", "8", "pool/retry/attempts", "9");
			assertThat(proxy.getSize()).isEqualTo(8);
			assertThat(proxy.getRetry().getAttempts()).isEqualTo(9);
		});
	}

	@Test
	void acceptedWhenReaderSpinsNeverShowsDefault() {
		run(TestLocation.with("pool/size", "5", "pool/tags/a", "1"), (context, location) -> {
			Pool pool = context.getBean(Pool.class);
			AtomicBoolean done = new AtomicBoolean();
			AtomicLong wrong = new AtomicLong();
			AtomicLong reads = new AtomicLong();
			CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
				while (!done.get()) {
					int size = pool.getSize();
					boolean right = size >= 100 || size == 5;
					if (!right || pool.getTags().isEmpty()) {
						wrong.incrementAndGet();
					}
					reads.incrementAndGet();
				}
			});
			for (int i = 0; i < 300; i++) {
				location.change(context, "pool/size", String.valueOf(100 + i), "pool/tags/" + (i % 2), "on",
						"pool/tags/" + ((i + 1) % 2), null);
			}
			done.set(true);
			reader.get(60, TimeUnit.SECONDS);
			assertThat(wrong).hasValue(0);
			assertThat(reads).hasPositiveValue();
		});
	}

	private static void run(TestLocation location, Scenario scenario) {
		runner(location).run((context) -> scenario.play(context, location));
	}

	private static ApplicationContextRunner runner(TestLocation location) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(Types.class)
			.withInitializer(location);
	}

	@SuppressWarnings("unchecked")
	private static Live<Pool> live(AssertableApplicationContext context) {
		return (Live<Pool>) context.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, Pool.class))
			.getObject();
	}

	interface Scenario {

		void play(AssertableApplicationContext context, TestLocation location) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pool.class)
	static class Types {

		@Bean
		Dependency dependency() {
			return new Dependency();
		}

		@Bean
		@ConfigurationProperties("sealed")
		Sealed sealed() {
			return new Sealed();
		}

		@Bean
		@Lazy
		LazyProperties lazyProperties() {
			return new LazyProperties();
		}

	}

	static class Dependency {

	}

	@ConfigurationProperties("pool")
	@Validated
	static class Pool {

		@Min(1)
		private int size = 10;

		private final SmallestSize tags = new SmallestSize();

		private final List<String> hosts = new ArrayList<>();

		private final Set<String> zones = new LinkedHashSet<>();

		private final Retry retry = new Retry();

		private Limit limit = new Limit();

		private final List<Integer> sizes = new ArrayList<>();

		private @Nullable Dependency dependency;

		private @Nullable String description;

		@PostConstruct
		void initialize() {
			this.description = "initialized";
		}

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
			this.sizes.add(size);
		}

		Map<String, String> getTags() {
			return this.tags;
		}

		List<String> getHosts() {
			return this.hosts;
		}

		Set<String> getZones() {
			return this.zones;
		}

		Retry getRetry() {
			return this.retry;
		}

		Limit getLimit() {
			return this.limit;
		}

		void setLimit(Limit limit) {
			this.limit = limit;
		}

		@Nullable Dependency getDependency() {
			return this.dependency;
		}

		@Autowired
		void setDependency(@Nullable Dependency dependency) {
			this.dependency = dependency;
		}

		@Nullable String getDescription() {
			return this.description;
		}

		void setDescription(@Nullable String description) {
			this.description = description;
		}

		static class Retry {

			private int attempts = 1;

			int getAttempts() {
				return this.attempts;
			}

			void setAttempts(int attempts) {
				this.attempts = attempts;
			}

		}

		static class Limit {

			private int max;

			int getMax() {
				return this.max;
			}

			void setMax(int max) {
				this.max = max;
			}

		}

	}

	static class SmallestSize extends HashMap<String, String> {

		private int smallest = Integer.MAX_VALUE;

		@Override
		public @Nullable String remove(Object key) {
			String removed = super.remove(key);
			this.smallest = Math.min(this.smallest, size());
			return removed;
		}

	}

	static class Sealed {

		private boolean sealed;

		private @Nullable String url;

		private int size;

		@Nullable String getUrl() {
			return this.url;
		}

		void setUrl(@Nullable String url) {
			if (this.sealed) {
				throw new IllegalStateException("sealed: " + url);
			}
			this.url = url;
		}

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
		}

	}

	@ConfigurationProperties("lazy")
	static class LazyProperties {

		private static @Nullable Callable<?> whileBinding;

		private int size;

		private final List<Integer> sizes = new ArrayList<>();

		int getSize() {
			return this.size;
		}

		void setSize(int size) throws Exception {
			Callable<?> once = whileBinding;
			whileBinding = null;
			if (once != null) {
				once.call();
			}
			this.size = size;
			this.sizes.add(size);
		}

	}

	static class Proxying implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof Pool) {
				ProxyFactory proxyFactory = new ProxyFactory(bean);
				proxyFactory.setProxyTargetClass(true);
				return proxyFactory.getProxy();
			}
			return bean;
		}

	}

}
