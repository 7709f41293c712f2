package io.setpoint.cloud;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.setpoint.ConfigurationRejectedEvent;
import io.setpoint.Live;
import io.setpoint.Pool;
import io.setpoint.acceptance.TestLocation;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.autoconfigure.SetpointContextRefreshAutoConfiguration;
import io.setpoint.autoconfigure.SetpointRefreshAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringCloudEvents}: what libraries hear that know nothing of Setpoint.
 */
class SpringCloudEventsTests {

	@Test
	void acceptedWhenChangedPublishesNamesAndScopeAfterBeansHaveFollowed() {
		run((context, location) -> {
			Library library = context.getBean(Library.class);
			assertThat(context.getBean(Scoped.class).percent()).isEqualTo(1);
			location.change(context, "pricing/percent", "2", "pool/size", "2", "scoped/percent", "2", "free/text", "x");
			assertThat(library.next()).isEqualTo(
					"EnvironmentChangeEvent [free.text, pool.size, pricing.percent, scoped.percent] live=2 pool=2 scoped=2 environment=2");
			assertThat(library.next()).isEqualTo("RefreshScopeRefreshedEvent live=2 pool=2 scoped=2 environment=2");
			location.change(context, "pricing/percent", null);
			assertThat(library.next()).startsWith("EnvironmentChangeEvent [pricing.percent] live=0");
			assertThat(library.next()).startsWith("RefreshScopeRefreshedEvent live=0");
		});
	}

	@Test
	void rejectedPublishesNothing() {
		run((context, location) -> {
			Library library = context.getBean(Library.class);
			location.change(context, "pricing/percent", "many", "free/text", "x");
			assertThat(library.rejected.poll(60, TimeUnit.SECONDS)).isNotNull();
			location.change(context, "free/other", "y");
			assertThat(library.next()).startsWith("EnvironmentChangeEvent [free.other] live=1");
			location.change(context, "pricing/percent", "3");
			assertThat(library.next()).startsWith("RefreshScopeRefreshedEvent");
			assertThat(library.next()).startsWith("EnvironmentChangeEvent [free.text, pricing.percent] live=3");
		});
	}

	@Test
	void acceptedWhenChangedDoesNotMakeSpringCloudBindOrSetLevelsAgain() {
		run((context, location) -> {
			Library library = context.getBean(Library.class);
			Pool pool = context.getBean(Pool.class);
			Scoped scoped = context.getBean(Scoped.class);
			int id = scoped.id();
			LoggingSystem logging = context.getBean(LoggingSystem.class);
			logging.setLogLevel("some.library", LogLevel.ERROR);
			int set = pool.given().size();
			location.change(context, "pricing/percent", "2");
			library.next();
			library.next();
			assertThat(pool.given()).hasSize(set);
			assertThat(scoped.id()).isEqualTo(id);
			assertThat(logging.getLoggerConfiguration("some.library").getEffectiveLevel()).isEqualTo(LogLevel.ERROR);
		});
	}

	@Test
	void acceptedWhenOtherSourceChangedPublishesNothingAgain() {
		run((context, location) -> {
			Library library = context.getBean(Library.class);
			MockPropertySource other = new MockPropertySource("other").withProperty("pricing.percent", "7")
				.withProperty("scoped.percent", "7");
			context.getEnvironment().getPropertySources().addFirst(other);
			assertThat(context.getBean(Scoped.class).percent()).isEqualTo(1);
			context.publishEvent(new EnvironmentChangeEvent(context, Set.of("pricing.percent", "scoped.percent")));
			assertThat(library.next()).isEqualTo(
					"EnvironmentChangeEvent [pricing.percent, scoped.percent] live=7 pool=1 scoped=7 environment=7");
			location.change(context, "free/text", "x");
			assertThat(library.next()).startsWith("EnvironmentChangeEvent [free.text]");
		});
	}

	private static void run(Scenario scenario) {
		TestLocation location = TestLocation.with("pricing/percent", "1", "pool/size", "1", "scoped/percent", "1",
				"logging/level/some.library", "warn");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class,
					SetpointContextRefreshAutoConfiguration.class, SetpointRefreshAutoConfiguration.class,
					RefreshAutoConfiguration.class, ConfigurationPropertiesRebinderAutoConfiguration.class))
			.withBean(LoggingSystem.class, () -> LoggingSystem.get(SpringCloudEventsTests.class.getClassLoader()))
			.withUserConfiguration(Beans.class)
			.withInitializer(location)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				scenario.play(context, location);
			});
	}

	interface Scenario {

		void play(AssertableApplicationContext context, TestLocation location) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Pool.class })
	static class Beans {

		@Bean
		@RefreshScope
		Scoped scoped(@Value("${scoped.percent}") int percent) {
			return new Scoped(percent);
		}

		@Bean
		Library library(Live<Pricing> pricing, Pool pool, Scoped scoped, Environment environment) {
			return new Library(pricing, pool, scoped, environment);
		}

	}

	static class Library {

		private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

		private final BlockingQueue<ConfigurationRejectedEvent> rejected = new LinkedBlockingQueue<>();

		private final Live<Pricing> pricing;

		private final Pool pool;

		private final Scoped scoped;

		private final Environment environment;

		Library(Live<Pricing> pricing, Pool pool, Scoped scoped, Environment environment) {
			this.pricing = pricing;
			this.pool = pool;
			this.scoped = scoped;
			this.environment = environment;
		}

		@EventListener
		void changed(EnvironmentChangeEvent event) {
			hear("EnvironmentChangeEvent " + new TreeSet<>(event.getKeys()));
		}

		@EventListener
		void refreshed(RefreshScopeRefreshedEvent event) {
			if (event.getName().equals(RefreshScopeRefreshedEvent.DEFAULT_NAME)) {
				hear("RefreshScopeRefreshedEvent");
			}
		}

		@EventListener
		void rejected(ConfigurationRejectedEvent event) {
			this.rejected.add(event);
		}

		private void hear(String event) {
			this.heard.add(event + " live=" + this.pricing.get().percent() + " pool=" + this.pool.getSize() + " scoped="
					+ this.scoped.percent() + " environment=" + this.environment.getProperty("pricing.percent"));
		}

		@Nullable String next() throws InterruptedException {
			return this.heard.poll(60, TimeUnit.SECONDS);
		}

	}

	static class Scoped {

		private static int count;

		private final int percent;

		private final int id;

		Scoped(int percent) {
			this.percent = percent;
			this.id = count++;
		}

		int percent() {
			return this.percent;
		}

		int id() {
			return this.id;
		}

	}

	@ConfigurationProperties("pricing")
	record Pricing(int percent) {
	}

}
